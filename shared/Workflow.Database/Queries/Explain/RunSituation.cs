using Workflow.Model;

namespace Workflow.Database.Queries.Explain;

/// <summary>Everything the database knows of where a run is, as of one moment.</summary>
/// <param name="Now">That moment, by the database's clock.</param>
/// <param name="Ahead">Only of a PENDING run.</param>
/// <param name="Steps">Open steps in the order in which they began, the first of them only.</param>
/// <param name="StepsTotal">Open steps there are.</param>
/// <param name="LastFailure">The attempt that failed last, if any did.</param>
/// <param name="Inbox">What it has not taken in, the oldest of it only.</param>
/// <param name="InboxTotal">Unread rows there are.</param>
public sealed record RunSituation(
    DateTimeOffset Now, RunPlace Run, ShardPlace Shard, Workforce Workforce, QueueAhead? Ahead,
    IReadOnlyList<OpenStep> Steps, int StepsTotal, FailedAttempt? LastFailure, IReadOnlyList<UnreadRow> Inbox,
    int InboxTotal)
{
    /// <summary>Only of a run that waits for a slot of its concurrency key.</summary>
    public SlotQueue? SlotQueue { get; init; }
}

/// <summary>Where a run stands in the queue of its concurrency key.</summary>
/// <param name="Holders">Runs that hold slots, the oldest of them.</param>
/// <param name="Ahead">Runs that get a slot before it, counted up to a limit.</param>
public sealed record SlotQueue(string Key, int Limit, IReadOnlyList<Guid> Holders, int Ahead);

/// <summary>The run's own row.</summary>
/// <param name="Plan">The definition when it came with the request; else empty.</param>
/// <param name="Recoveries">Owners that died on it without progress in between; 0 once it has made some.</param>
/// <param name="AloneEpoch">Epoch of the owner under which it executed with no other run beside it.</param>
/// <param name="StartAt">Not to be started before; null for at once.</param>
/// <param name="QueueDeadline">It fails when it is still PENDING then; null for never.</param>
/// <param name="PausedBy">Who paused it; null when it is not paused or that is not known.</param>
public sealed record RunPlace(
    Guid RunId, RunStatus Status, Guid? WorkflowId, string? WorkflowVersion, RawJson Plan, int Shard, int Priority,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, DateTimeOffset? WakeAt,
    DateTimeOffset? PausedAt, int Recoveries, long? AloneEpoch, RawJson Error, string? ErrorMessage,
    string? CancelledBy, Guid? ParentId, DateTimeOffset? StartAt, DateTimeOffset? QueueDeadline, string? PausedBy);

/// <summary>Who has the run's shard.</summary>
/// <param name="Owner">Null when nobody has taken it, or its owner let go of it.</param>
/// <param name="OwnerSeenAt">Last sign of life of the owner; null when it has left none for a minute.</param>
public sealed record ShardPlace(long? Epoch, string? Owner, DateTimeOffset? TakenAt, DateTimeOffset? OwnerSeenAt);

/// <summary>Processes that were heard of lately, and when any of their kind was last.</summary>
public sealed record Workforce(
    int Consumers, DateTimeOffset? ConsumerSeenAt, int Bridges, DateTimeOffset? BridgeSeenAt);

/// <summary>Runs of the shard that are to start before this one, by priority and age.</summary>
/// <param name="IsMore">Whether counting ended at its limit.</param>
public sealed record QueueAhead(int Pending, bool IsMore);

/// <summary>An attempt that has begun and not ended.</summary>
/// <param name="Agent">Of a call of an agent: the registry's entry; null when there is none of that name.</param>
/// <param name="Child">Of a step that waits for a child run; null when its row is not there yet.</param>
public sealed record OpenStep(
    string StepPath, string Iteration, int Attempt, string StepId, string StepType, string? AgentName,
    string? ToolName, Guid? TaskId, DateTimeOffset StartedAt, RawJson Metadata, RegisteredAgent? Agent,
    ChildPlace? Child);

/// <param name="TimeoutSeconds">Limit of one attempt; null without one.</param>
public sealed record RegisteredAgent(string Transport, bool Enabled, int? TimeoutSeconds);

/// <summary>A child run.</summary>
public sealed record ChildPlace(Guid RunId, RunStatus Status, string WorkflowName, DateTimeOffset CreatedAt);

/// <summary>An attempt that failed.</summary>
public sealed record FailedAttempt(
    string StepPath, string Iteration, int Attempt, string StepId, string? AgentName, string? ErrorMessage,
    DateTimeOffset? CompletedAt);

/// <summary>Something that arrived for the run.</summary>
public sealed record UnreadRow(string Kind, string UniqueKey, DateTimeOffset ReceivedAt);
