using Workflow.Model;

namespace Workflow.Simulation.Store;

/// <summary>A row of <c>shards</c>, with who holds its lock.</summary>
internal sealed class ShardRow
{
    public ShardClaim Claim { get; set; }

    public string? Owner { get; set; }

    /// <summary>Until when the claim before this one counted.</summary>
    public Dictionary<Guid, TimeSpan> LostAt { get; } = [];

    /// <summary>Flushes that hold it <c>for share</c>.</summary>
    public HashSet<object> Sharers { get; } = [];

    /// <summary>A take-over that has updated it and not committed.</summary>
    public object? Writer { get; set; }
}

/// <summary>A row of <c>workflow_runs</c>.</summary>
internal sealed class RunRow
{
    public required Guid RunId { get; init; }
    public required int Shard { get; init; }
    public required RawJson Plan { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public RunStatus Status { get; set; } = RunStatus.Pending;
    public long Revision { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? WakeAt { get; set; }
    public TimeSpan? EndedAfter { get; set; }
    public Dictionary<StepKey, StepRecord> Steps { get; } = [];

    /// <summary>Unread rows of <c>run_inbox</c>, by unique key.</summary>
    public Dictionary<string, RawJson> Inbox { get; } = [];
}
