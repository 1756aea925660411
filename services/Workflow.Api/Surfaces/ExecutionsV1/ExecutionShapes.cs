using System.Text.Json.Serialization;
using Workflow.Api.Executions.Reading;
using Workflow.Api.Redaction;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Surfaces.ExecutionsV1;

/// <summary>Why an execution failed.</summary>
/// <param name="Type">A URI of the DSL's standard errors, or one that the definition raised.</param>
/// <param name="Message">The error in one line.</param>
/// <param name="Details">type, status, title, detail and instance, as far as they are known.</param>
public sealed record ExecutionError(
    string Type, string Message, [property: JsonConverter(typeof(PayloadConverter))] RawJson Details);

/// <summary>An execution.</summary>
/// <param name="Type">agent, pipeline or workflow.</param>
/// <param name="TargetId">The workflow's id; the agent's name; null for a plan that came by message.</param>
/// <param name="TargetName">The workflow's or agent's name.</param>
/// <param name="Status">pending, running, completed, failed or cancelled.</param>
/// <param name="Outputs">Of a completed execution, else null.</param>
/// <param name="Error">Of a failed execution, else null.</param>
/// <param name="CancelReason">Of a cancelled execution, when one was given.</param>
/// <param name="Revision">Counts its committed changes; the live streams begin after it.</param>
public sealed record ExecutionStatusV1(
    Guid ExecutionId, string Type, string? TargetId, string TargetName, string Status, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson Inputs,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson Outputs, ExecutionError? Error,
    string? WorkflowVersion, RawJson Labels, string? BusinessKey, int Priority, DateTimeOffset? StartAt,
    DateTimeOffset? QueueDeadline, DateTimeOffset? PausedAt, string? CancelledBy, string? CancelReason,
    Guid? ParentExecutionId, Guid? RetriedFrom, string OwnerId, long Revision)
{
    /// <summary>Left out while there is none: clients ask whether the member is there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunProgress? Progress { get; init; }

    public static ExecutionStatusV1 Of(RunDetail run)
    {
        var known = run.Progress;
        var isCancelled = known.Status == RunStatus.Cancelled;
        return new ExecutionStatusV1(
            known.RunId, run.Type, run.Type == RunType.Agent ? run.Name : known.WorkflowId?.ToString(), run.Name,
            known.Status.ToJson(), known.CreatedAt, known.StartedAt, known.CompletedAt, run.Input, known.Output,
            known.Status == RunStatus.Failed ? ErrorOf(known) : null, run.Version, run.Labels, run.BusinessKey,
            run.Priority, run.StartAt, run.QueueDeadline, run.PausedAt, known.CancelledBy,
            isCancelled ? known.ErrorMessage : null, run.ParentRunId, run.RetriedFrom, known.OwnerId, known.Revision)
        {
            Progress = ProgressOf(known),
        };
    }

    /// <summary>Null before anything has begun.</summary>
    public static RunProgress? ProgressOf(ProgressView run) =>
        run.Status == RunStatus.Pending ? null : run.Progress;

    private static ExecutionError ErrorOf(ProgressView run) => new(
        MemberText.Of(run.Error, "type") ?? StandardErrors.Runtime, run.ErrorMessage ?? "The execution failed.",
        run.Error);
}
