using System.ComponentModel.DataAnnotations;

namespace Workflow.ExecutionConsumer;

/// <summary>How one consumer takes in work and looks after its shards. Variables:
/// WORKFLOW_CONSUMER_ and the option's name.</summary>
public sealed record ConsumerOptions
{
    /// <summary>Name of this process in <c>shards.owner</c> and <c>consumers</c>; unique per process. Default host and
    /// pid.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public string Id { get; init; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>Runs taken from messages that have not committed anything yet. Beyond it messages only count as seen
    /// and runs are paged from the database. Higher keeps the fast path longer and costs memory. Default
    /// 1,000.</summary>
    [Range(10, 1_000_000)]
    public int IntakeHighMark { get; init; } = 1_000;

    /// <summary>How often owned shards are looked at: fence, due runs, inbox, sweep. Default 1 s.</summary>
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A PENDING run this old without a message is started by the sweep. Lower finds lost messages sooner and
    /// may start a run just before its message comes, which is harmless. Default 5 s.</summary>
    public TimeSpan SweepAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A PENDING run older than the last message of its partition by this much has none: they come in order.
    /// Default 2 s.</summary>
    public TimeSpan SweepSlack { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Runs looked after in one round of each kind. Default 500.</summary>
    [Range(1, 100_000)]
    public int PageRows { get; init; } = 500;

    /// <summary>Owners that died on a run without progress before it is executed alone. Default 2.</summary>
    [Range(1, 100)]
    public int SuspectRecoveries { get; init; } = 2;

    /// <summary>Owners that died on a run, the last one with nothing else beside it, before it fails as poison. Default
    /// 4.</summary>
    [Range(2, 100)]
    public int PoisonRecoveries { get; init; } = 4;

    /// <summary>How long a suspect executes alone before it counts as innocent. Longer is surer and holds up the
    /// others. Default 2 s.</summary>
    public TimeSpan AloneMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Owner of runs that others ask for on the request topic. Default <c>local</c>.</summary>
    [Required]
    public string ForeignOwner { get; init; } = "local";

    /// <summary>Requests of others older than this are not started but dead-lettered: they are replays. Default 24
    /// h.</summary>
    public TimeSpan ForeignAgeMax { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Events of committed changes that may wait to be sent; beyond it they are dropped and watchers learn of
    /// the change from the database, up to a second later. Default 50,000.</summary>
    [Range(100, 10_000_000)]
    public int EventQueueMax { get; init; } = 50_000;

    /// <summary>Events of the topic that a consumer holds at once while it brings them to runs. More uses the database
    /// better under bursts, and costs memory. Default 1,000.</summary>
    [Range(10, 100_000)]
    public int EventsOpenMax { get; init; } = 1_000;

    /// <summary>Events of the topic older than this reach no run: they are replays. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "365.00:00:00")]
    public TimeSpan EventAgeMax { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Ways in which open steps may look at events of the types at hand, and as many for schedules: each is
    /// evaluated on every event of its type. Beyond it some are not reached, and a warning says so. Default
    /// 10,000.</summary>
    [Range(10, 1_000_000)]
    public int EventLooksMax { get; init; } = 10_000;

    /// <summary>How often what agents report of their work is written and told: everything of so long at once. Shorter
    /// is livelier and costs more statements. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of one reported text or payload: longer texts are cut, longer payloads left out. Default
    /// 32 KiB.</summary>
    [Range(256, 128 * 1024)]
    public int ReportBytesMax { get; init; } = 32 * 1024;

    /// <summary>Log lines and pieces of output kept of one attempt; beyond it (and a quarter more) the oldest go.
    /// Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int LogLinesMax { get; init; } = 1_000;

    /// <summary>Bytes of those lines. Default 256 KiB.</summary>
    [Range(1_024, 64 << 20)]
    public int LogBytesMax { get; init; } = 256 << 10;

    /// <summary>Tool calls kept of one attempt that its agent made by itself; more are only counted. Default
    /// 500.</summary>
    [Range(1, 100_000)]
    public int ToolCallsMax { get; init; } = 500;

    /// <summary>How long the process may take to flush and let go when it is asked to end. Default 10 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);
}
