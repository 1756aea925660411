using Workflow.Api.Http;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Executions.Starting;

/// <summary>A request to start something, as every surface puts it.</summary>
/// <param name="Type">One of <see cref="RunType"/>.</param>
/// <param name="Target">For an agent its name; else what a <see cref="WorkflowTarget"/> reads.</param>
/// <param name="Input">A JSON object; empty for none.</param>
/// <param name="IdempotencyKey">Null when the caller gave none.</param>
public sealed record StartRequest(
    string Type, string Target, RawJson Input, StartTerms Terms, string? IdempotencyKey)
{
    /// <summary>Id that the run gets; null for a new one.</summary>
    public Guid? RunId { get; init; }
}

/// <summary>A run that was accepted, now or by an earlier request with the same key.</summary>
/// <param name="Name">Name of its workflow or agent.</param>
/// <param name="Output">Of an earlier run that has completed meanwhile; else empty.</param>
/// <param name="StartsAt">When it may begin: once accepted, or later when the request says so.</param>
/// <param name="IsRepeat">Whether nothing was started now.</param>
public sealed record StartedRun(
    Guid RunId, string Type, Guid? WorkflowId, string Name, string OwnerId, RunStatus Status, RawJson Output,
    string? ErrorMessage, DateTimeOffset CreatedAt, DateTimeOffset StartsAt, bool IsRepeat)
{
    /// <summary>What callers know the target by: the workflow's id, or the agent's name.</summary>
    public string TargetId => WorkflowId?.ToString() ?? Name;

    public static StartedRun Of(AcceptedRun accepted) => new(
        accepted.Run.RunId, accepted.Run.Type, accepted.Run.WorkflowId, accepted.Name, accepted.Run.OwnerId,
        RunStatus.Pending, default, null, accepted.CreatedAt,
        accepted is { IsDelayed: true, Run.StartAt: { } later } ? later : accepted.CreatedAt, IsRepeat: false);

    public static StartedRun Of(FirstRun first, string ownerId) => new(
        first.RunId, first.Type, first.WorkflowId, first.Name, ownerId, first.Status, first.Output, first.ErrorMessage,
        first.CreatedAt, first.CreatedAt, IsRepeat: true);
}

/// <summary>What became of a start: the run, or the answer that says why there is none.</summary>
public readonly record struct StartResult(StartedRun? Run, Problem? Problem)
{
    public static implicit operator StartResult(Problem problem) => new(null, problem);

    public static implicit operator StartResult(StartedRun run) => new(run, null);
}
