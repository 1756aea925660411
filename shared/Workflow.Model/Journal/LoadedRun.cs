namespace Workflow.Model;

/// <summary>A run as read from the database by its owner, with everything needed to carry it on.</summary>
public sealed record LoadedRun
{
    public required Guid RunId { get; init; }
    public required int Shard { get; init; }
    public required RunStatus Status { get; init; }

    /// <summary>Without the revisions that others than its owners made.</summary>
    public required long Revision { get; init; }

    public PauseMark Pause { get; init; }

    /// <summary>Whether it is PENDING and must not begin: it is paused, its time has not come, or is over.</summary>
    public bool IsHeldBack { get; init; }

    /// <summary>Whether it is held back until its concurrency key has a free slot.</summary>
    public bool WantsSlot { get; init; }

    /// <summary>The definition as JSON; empty when its version is gone.</summary>
    public required RawJson Plan { get; init; }

    public required RawJson Input { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The run that waits for this one; null when none does.</summary>
    public ParentRun? Parent { get; init; }

    /// <summary>Owners that died on it without progress in between.</summary>
    public int Recoveries { get; init; }

    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>Unread inbox rows but signals: unique key (task id) to payload.</summary>
    public IReadOnlyDictionary<string, RawJson> Inbox { get; init; } = new Dictionary<string, RawJson>();

    /// <summary>Signals that it has not taken in.</summary>
    public IReadOnlyList<ArrivedSignal> Signals { get; init; } = [];

    /// <summary>Tasks that agents answer later: until when each needs no other call.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Accepted { get; init; } = new Dictionary<Guid, DateTimeOffset>();
}

/// <summary>A run that waits for a child, and the shard whose owner it has to be told through.</summary>
public sealed record ParentRun(Guid RunId, int Shard);
