using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>What a flush writes of one run; the type <c>workflow_flushed_run_1</c> of the database.</summary>
internal sealed record FlushedRun
{
    public Guid RunId { get; init; }
    public int Shard { get; init; }
    public long Epoch { get; init; }
    public Guid Token { get; init; }
    public string? FromStatus { get; init; }
    public long FromRevision { get; init; }
    public string? ToStatus { get; init; }
    public long ToRevision { get; init; }
    public DateTime? StartedAt { get; init; }
    public DateTime? CompletedAt { get; init; }
    public byte[]? OutputData { get; init; }
    public byte[]? Error { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTime? WakeAt { get; init; }
    public long SignalsSeen { get; init; }

    public static FlushedRun Of(RunCommit commit) => new()
    {
        RunId = commit.RunId,
        Shard = commit.Claim.Shard,
        Epoch = commit.Claim.Epoch,
        Token = commit.Claim.Token,
        FromStatus = commit.From.ToSql(),
        FromRevision = commit.FromRevision,
        ToStatus = commit.To.ToSql(),
        ToRevision = commit.ToRevision,
        StartedAt = commit.StartedAt?.UtcDateTime,
        CompletedAt = commit.CompletedAt?.UtcDateTime,
        OutputData = commit.Output.ToJson(),
        Error = commit.Error.ToJson(),
        ErrorMessage = Parameters.Fit(commit.ErrorMessage),
        WakeAt = commit.WakeAt?.UtcDateTime,
        SignalsSeen = commit.SignalsSeen,
    };
}

/// <summary>What a flush writes of one attempt of a step; the type <c>workflow_flushed_step_1</c>.</summary>
internal sealed record FlushedStep
{
    public Guid RunId { get; init; }
    public string? StepPath { get; init; }
    public string? Iteration { get; init; }
    public int Attempt { get; init; }
    public string? StepId { get; init; }
    public string? StepType { get; init; }
    public string? AgentName { get; init; }
    public string? ToolName { get; init; }
    public Guid? TaskId { get; init; }
    public string? Status { get; init; }
    public byte[]? InputData { get; init; }
    public byte[]? OutputData { get; init; }
    public byte[]? ContextData { get; init; }
    public string? NextTask { get; init; }
    public byte[]? Error { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTime StartedAt { get; init; }
    public DateTime? CompletedAt { get; init; }
    public byte[]? Metadata { get; init; }

    public static FlushedStep Of(Guid runId, StepRecord step) => new()
    {
        RunId = runId,
        StepPath = Parameters.Fit(step.Key.Path),
        Iteration = step.Key.Iteration,
        Attempt = step.Key.Attempt,
        StepId = Parameters.Fit(step.StepId),
        StepType = step.StepType,
        AgentName = Parameters.Fit(step.AgentName),
        ToolName = Parameters.Fit(step.ToolName),
        TaskId = step.TaskId,
        Status = step.Status.ToSql(),
        InputData = step.Input.ToJson(),
        OutputData = step.Output.ToJson(),
        ContextData = step.Context.ToJson(),
        NextTask = Parameters.Fit(step.Next),
        Error = step.Error.ToJson(),
        ErrorMessage = Parameters.Fit(step.ErrorMessage),
        StartedAt = step.StartedAt.UtcDateTime,
        CompletedAt = step.CompletedAt?.UtcDateTime,
        Metadata = step.Metadata.ToJson(),
    };
}
