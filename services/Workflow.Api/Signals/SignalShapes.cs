using Workflow.Database.Signals;

namespace Workflow.Api.Signals;

/// <summary>Answer to a signal.</summary>
/// <param name="Id">The event's id: the sender's, or one that was drawn for it.</param>
/// <param name="IsNew">False when a signal of this id came before: it counts once.</param>
public sealed record SentSignal(Guid ExecutionId, string Id, string Type, bool IsNew);

/// <summary>Answer to an event.</summary>
/// <param name="Id">The event's id: the sender's, or one that was drawn for it.</param>
public sealed record PublishedEvent(string Id, string Source, string Type);

/// <summary>A step that waits for a person's decision.</summary>
/// <param name="Step">Name of the task, as the path of a decision has it.</param>
/// <param name="Title">What is to be decided, in a few words; null when the definition says nothing.</param>
/// <param name="ExpiresAt">When the step's time limit ends it; null without one.</param>
/// <param name="OwnerId">User whose execution it is.</param>
public sealed record ApprovalItem(
    Guid ExecutionId, string WorkflowName, string Step, string StepPath, string Iteration, int Attempt, string? Title,
    string? Prompt, string OwnerId, DateTimeOffset RequestedAt, DateTimeOffset? ExpiresAt)
{
    public static ApprovalItem Of(OpenApproval row) => new(
        row.RunId, row.WorkflowName, row.StepId, row.Key.Path, row.Key.Iteration, row.Key.Attempt, row.Title,
        row.Prompt, row.OwnerId, row.RequestedAt, row.ExpiresAt);
}

/// <param name="Approvals">The oldest first.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record ApprovalPage(IReadOnlyList<ApprovalItem> Approvals, string? Next);

/// <summary>Answer to a decision.</summary>
/// <param name="Decision">approve or reject.</param>
public sealed record DecidedApproval(
    Guid ExecutionId, string StepPath, string Iteration, int Attempt, string Decision, string DecidedBy,
    DateTimeOffset DecidedAt);
