using System.ComponentModel.DataAnnotations;

namespace Workflow.Database.Intake;

/// <summary>How requests for runs are gathered on their way into the database. Environment: WORKFLOW_INTAKE_ and the
/// option's name, e.g. WORKFLOW_INTAKE_BATCH_MAX.</summary>
public sealed record IntakeOptions
{
    /// <summary>Runs inserted by one statement. More: higher throughput under load; each waits for the whole batch.
    /// An idle system never waits. Default 500.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would insert nothing, more would hold every caller back.")]
    public int BatchMax { get; init; } = 500;

    /// <summary>Bytes of input that end a batch before <see cref="BatchMax"/>; one run may exceed it alone. Default 8
    /// MiB.</summary>
    [Range(1_024, 256 * 1_048_576, ErrorMessage = "must be 1024 to 268435456: PostgreSQL takes no message above 1 GB.")]
    public int BatchBytesMax { get; init; } = 8 * 1_048_576;

    /// <summary>While batches have had <see cref="GatherFrom"/> runs or more of late, how long the next one is let
    /// grow: fewer and larger statements cost less processor time. 0 never waits. Default 3 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ErrorMessage =
        "must be 0 to 1000 ms: more only makes callers wait.")]
    public TimeSpan GatherWait { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>Mean number of runs in the last batches from which on the next one waits for company: fewer would wait
    /// for nobody. Default 10.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: with 0 an idle system would wait too.")]
    public int GatherFrom { get; init; } = 10;

    /// <summary>Requests that may wait for the database; beyond it callers get 429. More rides out longer stalls of the
    /// database, and lets callers wait longer. Default 10,000.</summary>
    [Range(
        1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would refuse every start, more would fill the memory.")]
    public int QueueMax { get; init; } = 10_000;

    /// <summary>Bytes of input that may wait for the database; beyond it callers get 429. Default 256 MiB.</summary>
    [Range(1_048_576, int.MaxValue, ErrorMessage = "must be at least 1048576, or a single large input is refused.")]
    public int QueueBytesMax { get; init; } = 256 * 1_048_576;

    /// <summary>Pending runs in the database above which callers get 429. Higher: longer bursts are taken and wait
    /// longer.
    /// Default 100,000.</summary>
    [Range(1, 10_000_000, ErrorMessage =
        "must be 1 to 10000000: 0 would refuse every start, more costs seconds to count.")]
    public int BacklogMax { get; init; } = 100_000;

    /// <summary>Shortest time between two counts of the backlog. Shorter is more exact and costs the database more.
    /// Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00", ErrorMessage =
        "must be 10 to 600000 ms: 0 would count at every start.")]
    public TimeSpan BacklogRefresh { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Runs of one concurrency key that may wait for a slot; beyond it their starts get 429. More lets a key
    /// fall further behind, and costs more to count. Default 10,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be 0 to 1000000: more costs seconds to count at every start.")]
    public int ConcurrencyQueueMax { get; init; } = 10_000;

    /// <summary>Times a batch is tried when it meets a deadlock or loses its connection, the first included. Default
    /// 4.</summary>
    [Range(1, 20, ErrorMessage = "must be 1 to 20: 0 would try nothing, more would keep callers waiting in vain.")]
    public int TriesMax { get; init; } = 4;

    /// <summary>How long one statement may take before its callers get 503. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ErrorMessage =
        "must be 1000 to 600000 ms: less fails ordinary statements.")]
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
