using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Live;

/// <summary>How runs are watched. Environment: WORKFLOW_LIVE_ and the option's name, e.g.
/// WORKFLOW_LIVE_CONNECTIONS_MAX.</summary>
public sealed record LiveOptions
{
    /// <summary>Open streams and sockets of this process; beyond it 503. More costs about 30 KB each. Default
    /// 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage =
        "must be 1 to 1000000: 0 would let nobody watch, more than the system's open files fails later.")]
    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>Open streams and sockets of one user in this process; beyond it 503. Lower keeps room for others.
    /// Default 2,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would let nobody watch.")]
    public int ConnectionsPerUserMax { get; init; } = 2_000;

    /// <summary>Messages kept per watched run for connections that are slower than the run; a connection that falls
    /// further behind reads them from the database. More costs memory, less costs the database. Default 128.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would read every message from the database.")]
    public int FramesPerRunMax { get; init; } = 128;

    /// <summary>How often the revisions of all watched runs are compared with the database, so how late a change is
    /// seen whose event was lost. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00", ErrorMessage =
        "must be 50 to 60000 ms: less burdens the database, more leaves watchers behind when an owner dies.")]
    public TimeSpan LookInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which a stream gets a comment and a socket a ping, so that proxies keep it open. Default
    /// 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage =
        "must be 1000 to 3600000 ms: proxies close what is silent for a minute.")]
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a socket may take to answer a ping before it counts as dead; also how long a client may read
    /// nothing. Default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage =
        "must be 1000 to 3600000 ms: less cuts off clients on slow lines.")]
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a client may take to answer the close of its socket. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00", ErrorMessage =
        "must be 10 to 60000 ms: it holds up the stop of the process.")]
    public TimeSpan CloseWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Events kept for streams of all executions: how far one may fall behind, or be away, and still miss
    /// nothing. About 1 KB each. Default 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would lose every event.")]
    public int ListEventsMax { get; init; } = 10_000;

    /// <summary>Open runs that streams of all executions keep current although an event was lost; of more, an end may
    /// be missed. Default 5,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be 0 to 1000000: each is looked up every second.")]
    public int ListRunsMax { get; init; } = 5_000;

    /// <summary>How long events are kept for streams of all executions after the last of them closed. Default 60
    /// s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage =
        "must be 1000 to 3600000 ms: less makes a client that reconnects begin anew.")]
    public TimeSpan ListMemory { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a start or a read may wait for a run's end; a longer wish is cut. Longer keeps connections
    /// open that proxies may cut. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage =
        "must be 1000 to 3600000 ms: proxies cut what is silent for a minute.")]
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Starts and reads that wait for a run's end in this process; beyond it a start is answered when it is
    /// accepted, a read at once. Default 10,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be 0 to 1000000: each is looked up every second.")]
    public int WaitsMax { get; init; } = 10_000;

    /// <summary>How long somebody waits who would like to wait so long.</summary>
    public TimeSpan WaitOf(TimeSpan wanted) => wanted < WaitMax ? wanted : WaitMax;
}
