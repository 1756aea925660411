using Workflow.Model;

namespace Workflow.Api.Live.Lists;

/// <summary>Which executions a stream of all executions tells of.</summary>
/// <param name="Sees">Owner whose executions may be told; null for everybody's (R10).</param>
/// <param name="Statuses">Lower case; null for all.</param>
internal sealed record ListFilter(string? Sees, Guid? WorkflowId, IReadOnlyList<string>? Statuses)
{
    public bool Takes(RunEvent change) =>
        (Sees is null || Sees == change.OwnerId)
        && (WorkflowId is null || WorkflowId == change.WorkflowId)
        && (Statuses is null || Statuses.Contains(change.Status));
}
