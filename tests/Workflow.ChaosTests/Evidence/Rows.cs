namespace Workflow.ChaosTests.Evidence;

/// <summary>A run as its row says after the load.</summary>
internal sealed record RunRow(
    Guid RunId, string Name, string Status, int Shard, string? Key, Guid? Parent, Guid? RetriedFrom, string? Output,
    string? ErrorMessage, long Revision, int Recoveries, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt)
{
    /// <summary>Number in its input.</summary>
    public int Number { get; init; }

    /// <summary>Schedule that started it; null for none.</summary>
    public Guid? Schedule { get; init; }

    public bool HasEnded => RunChange.IsEnd(Status);
}

/// <summary>A change of a run's status or revision, as the harness' trigger saw it.</summary>
/// <param name="Before">Status before; null for a new row.</param>
/// <param name="After">Status after; null for a deleted row.</param>
/// <param name="Writer">Name of the connection: the id of the process.</param>
/// <param name="Owner">Of the run's shard, read in the same transaction.</param>
/// <param name="CommittedAt">When the transaction was committed, by the server.</param>
internal sealed record RunChange(
    long Order, Guid RunId, string? Before, string? After, long RevisionBefore, long RevisionAfter, string Writer,
    string? Owner, DateTimeOffset CommittedAt)
{
    public const string Cancelled = "CANCELLED";
    public const string Completed = "COMPLETED";
    public const string Failed = "FAILED";
    public const string Running = "RUNNING";

    public static bool IsEnd(string? status) => status is Cancelled or Completed or Failed;
}

/// <summary>Which attempt of which step.</summary>
internal readonly record struct StepPlace(Guid RunId, string Path, string Iteration, int Attempt);

/// <summary>A step as its row says after the load.</summary>
/// <param name="IsInherited">Taken over from the run that this one retries.</param>
internal sealed record StepRow(StepPlace Place, string Step, Guid? TaskId, string Status, bool IsInherited);

/// <summary>A change of a step's status, as the harness' trigger saw it.</summary>
internal sealed record StepChange(
    StepPlace Place, string Step, Guid? TaskId, string? Before, string After, string Writer,
    DateTimeOffset CommittedAt);

/// <summary>A change of a shard: taken, or let go of (owner null).</summary>
internal sealed record ShardChange(
    long Order, int Shard, long Epoch, Guid Token, string? Owner, string? OwnerBefore, DateTimeOffset CommittedAt);

/// <summary>What became of a due time of a schedule.</summary>
/// <param name="Every">Time between two due times.</param>
/// <param name="Outcome">started, skipped, queued or failed.</param>
internal sealed record FireRow(
    Guid Schedule, TimeSpan Every, DateTimeOffset DueAt, string Outcome, Guid? RunId, DateTimeOffset DecidedAt)
{
    /// <summary>Whether it may wait for a run before it, so that its decision may be late.</summary>
    public bool Queues { get; init; }
}

/// <summary>What a client of a live feed was told.</summary>
/// <param name="Revisions">In the order of their coming, over all connections.</param>
/// <param name="HasEnd">Whether the feed told the end.</param>
/// <param name="Connections">How often it had to connect.</param>
internal sealed record WatchRecord(Guid RunId, IReadOnlyList<long> Revisions, bool HasEnd, int Connections);

/// <summary>An event of the topic that names a status.</summary>
internal sealed record EventSeen(Guid RunId, long Revision, string Status);

/// <summary>A message that nobody can read, sent on purpose.</summary>
/// <param name="Mark">A word in its body that nothing else has.</param>
/// <param name="IsStored">Whether the broker acknowledged it, and has not lost it meanwhile.</param>
internal sealed record GarbageRecord(string Mark, string Topic, DateTimeOffset SentAt, bool IsStored);

/// <summary>What is left of the messages of a partition once everything is quiet.</summary>
internal sealed record OffsetRow(string Group, string Topic, int Partition, long Committed, long End);
