namespace Workflow.Model;

/// <summary>Everything that one flush changes of one run: an edge of its status (or none) and the steps since the last
/// flush.</summary>
public sealed record RunCommit
{
    public required Guid RunId { get; init; }
    public required ShardClaim Claim { get; init; }

    /// <summary>Status and revision the row must have now. Revisions that others made (pause, resume) are not
    /// counted.</summary>
    public required RunStatus From { get; init; }

    public required long FromRevision { get; init; }

    /// <summary>Status and revision it gets.</summary>
    public required RunStatus To { get; init; }

    public required long ToRevision { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public RawJson Output { get; init; }
    public RawJson Error { get; init; }
    public string? ErrorMessage { get; init; }

    /// <summary>Parks the run until then.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>Unique keys of inbox rows that this change has taken in.</summary>
    public IReadOnlyList<string> InboxRead { get; init; } = [];

    /// <summary>Unique keys of inbox rows that nobody in the run wants.</summary>
    public IReadOnlyList<string> InboxDropped { get; init; } = [];

    /// <summary>Signals that arrived no later than this one need not wake the run: nobody in it wants them
    /// now.</summary>
    public long SignalsSeen { get; init; }

    /// <summary>It was sent before and no answer came: it may be written already. Without that, finding no row means
    /// that somebody else moved the run, be it another executor of the same owner.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>False for a mere proof of ownership.</summary>
    public bool ChangesRun => ToRevision != FromRevision;
}

/// <summary>What became of a <see cref="RunCommit"/>. Only <see cref="Committed"/> lets the run go on.</summary>
public enum CommitOutcome
{
    /// <summary>Written, now or by an earlier try whose acknowledgement was lost.</summary>
    Committed,

    /// <summary>The run has an end status already, for example because somebody cancelled it.</summary>
    Ended,

    /// <summary>The shard belongs to somebody else by now.</summary>
    Fenced,

    /// <summary>There is no such run.</summary>
    Gone,

    /// <summary>The run is open but not as expected: it must be loaded afresh.</summary>
    Moved,

    /// <summary>The database refuses the content; the run's neighbours are unharmed.</summary>
    Refused,
}

/// <param name="Reason">The database's words, for <see cref="CommitOutcome.Refused"/>.</param>
/// <param name="Facts">What the row says of the run, for <see cref="CommitOutcome.Committed"/>.</param>
/// <param name="Mark">What the row says now, for <see cref="CommitOutcome.Committed"/>; null when nobody
/// looked.</param>
public readonly record struct CommitResult(
    CommitOutcome Outcome, string? Reason = null, RunFacts? Facts = null, CommitMark? Mark = null);

/// <summary>A run's row after a commit.</summary>
/// <param name="Revision">The run's revision, with those that others made.</param>
/// <param name="IsEndHeld">The run is paused: everything was written but its end.</param>
public readonly record struct CommitMark(long Revision, PauseMark Pause, bool IsEndHeld = false);

/// <summary>Whether a run is paused.</summary>
/// <param name="Change">Counts pauses and resumes: of two marks the one with more is the newer.</param>
public readonly record struct PauseMark(bool IsPaused, long Change);

/// <summary>What never changes about a run and its executor need not know.</summary>
/// <param name="TotalSteps">Tasks in its definition.</param>
public sealed record RunFacts(string OwnerId, Guid? WorkflowId, int TotalSteps);

/// <summary>Commits a batch of run changes in one round trip, each only under its fence and guard.</summary>
public interface IJournalStore
{
    /// <summary>One result per commit, in order. No two commits of a batch may be of the same run.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached; nothing is known of the batch.
    /// Call again with the same.</exception>
    Task<IReadOnlyList<CommitResult>> FlushAsync(IReadOnlyList<RunCommit> commits, CancellationToken ct);
}
