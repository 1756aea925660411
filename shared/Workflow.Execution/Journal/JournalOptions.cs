using System.ComponentModel.DataAnnotations;

namespace Workflow.Execution.Journal;

/// <summary>How changes of runs are grouped into commits.</summary>
public sealed record JournalOptions
{
    /// <summary>Runs in one flush. More share one fsync, but the whole flush is repeated when the database fails.
    /// Default 512.</summary>
    [Range(1, 10_000)]
    public int BatchRunsMax { get; init; } = 512;

    /// <summary>Payload bytes in one flush, so that a few big runs do not hold up many small ones. Default 8
    /// MiB.</summary>
    [Range(1 << 16, 1 << 30)]
    public int BatchBytesMax { get; init; } = 8 << 20;

    /// <summary>While flushes have had <see cref="GatherFrom"/> runs or more of late, how long the next one is let
    /// grow: fewer and larger flushes cost less processor time. 0 never waits. Default 3 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan GatherWait { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Mean number of runs in the last flushes from which on the next one waits for company: fewer would wait
    /// for nobody. Default 10.</summary>
    [Range(1, 10_000)]
    public int GatherFrom { get; init; } = 10;

    /// <summary>First wait before a flush is repeated after the database failed; doubles up to 2 s. Default 50
    /// ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);
}
