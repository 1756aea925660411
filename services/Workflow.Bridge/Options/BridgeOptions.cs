using System.ComponentModel.DataAnnotations;

namespace Workflow.Bridge.Options;

/// <summary>Everything about the bridge that can be set. Every member names its environment variable; durations there
/// are milliseconds.</summary>
public sealed record BridgeOptions
{
    /// <summary>Calls that run at a time, all agents together, beside the places that each has to itself. More: more
    /// throughput, more sockets and memory. Default 256.</summary>
    [Range(1, 10_000)]
    public int CallsMax { get; init; } = 256;

    /// <summary>Calls that run at a time to one agent; less than all, so that a slow agent cannot take every place.
    /// Default 64.</summary>
    [Range(1, 10_000)]
    public int CallsPerAgentMax { get; init; } = 64;

    /// <summary>Places of each agent that no other agent's calls can take, however many of them hang. 0: none.
    /// Default 4.</summary>
    [Range(0, 1_000)]
    public int CallsPerAgentOwn { get; init; } = 4;

    /// <summary>Tasks held in memory, running or waiting for a place. Beyond it the topic is read only slowly.
    /// Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int OpenTasksMax { get; init; } = 10_000;

    /// <summary>Tasks of one agent held in memory. What comes beyond it is left to its owner, who sends it again when
    /// half of them are done: a hung agent's tasks keep nobody else's out. Default 2,500.</summary>
    [Range(1, 1_000_000)]
    public int OpenTasksPerAgentMax { get; init; } = 2_500;

    /// <summary>Bytes of the tasks held in memory. Beyond it the topic is read only slowly. Default 128 MiB.</summary>
    [Range(1L, 8L * 1024 * 1024 * 1024)]
    public long OpenBytesMax { get; init; } = 128L * 1024 * 1024;

    /// <summary>Tasks looked up in the database by one statement. Default 500.</summary>
    [Range(1, 10_000)]
    public int LookupBatchMax { get; init; } = 500;

    /// <summary>How long a call may take when its task has no deadline. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long connecting to an agent may take. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long fetching a token for an agent may take; the calls that wait for it fail then. Default
    /// 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan TokenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Largest answer of an agent; a larger one fails the attempt. Answers travel as Kafka messages, so what
    /// such a message may hold counts where it is less. Default 4 MiB.</summary>
    [Range(1, 256 * 1024 * 1024)]
    public int ResponseBytesMax { get; init; } = 4 * 1024 * 1024;

    /// <summary>Results remembered, to be sent again when a task comes again. Fewer: an agent may be called again under
    /// the same task id. Default 10,000; 0 remembers none.</summary>
    [Range(0, 1_000_000)]
    public int FinishedMax { get; init; } = 10_000;

    /// <summary>Bytes of the results remembered. Default 64 MiB.</summary>
    [Range(0L, 8L * 1024 * 1024 * 1024)]
    public long FinishedBytesMax { get; init; } = 64L * 1024 * 1024;

    /// <summary>Bytes of a checkpoint; a larger one fails the attempt. It travels with every later call of the step.
    /// Default 64 KiB.</summary>
    [Range(1, 256 * 1024)]
    public int CheckpointBytesMax { get; init; } = 64 * 1024;

    /// <summary>How often what an agent reports of its work (progress, log, output, tool calls) goes to the run's
    /// owner: at most once in so long for each call. Shorter is livelier and costs more messages. Default
    /// 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan ReportInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of one reported text or payload: longer texts are cut, longer payloads left out. Default
    /// 32 KiB.</summary>
    [Range(256, 128 * 1024)]
    public int ReportBytesMax { get; init; } = 32 * 1024;

    /// <summary>How long an agent that answers line by line may send none before its attempt fails as timeout. Shorter
    /// finds a hung agent sooner, and fails one that only thinks. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan StreamSilenceMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one try to tell an agent, A2A or MCP server that nobody waits for its result may take. A call
    /// of an A2A or MCP server keeps its place meanwhile. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How old the card of an A2A agent may be. Longer asks for it less often, and is later to notice that the
    /// agent has changed. Default 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan A2aCardAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long fetching that card may take; the calls that wait for it fail then. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan A2aCardTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest pause between two questions for the task of an A2A agent that sends no events. Longer spares
    /// the agent and is later to notice its end. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan A2aPollMax { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a session with an MCP server is kept without a call. Longer spares beginning another, and
    /// holds memory there. Default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan McpIdleMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Calls of an agent within the window before its circuit may open. Fewer opens it on little evidence.
    /// Default 20.</summary>
    [Range(2, 100_000)]
    public int BreakerCallsMin { get; init; } = 20;

    /// <summary>Share of failed calls, in percent, that opens an agent's circuit: answers of 500 and above, timeouts,
    /// and no answer. Default 80.</summary>
    [Range(1, 100)]
    public int BreakerPercent { get; init; } = 80;

    /// <summary>Over how long an agent's calls are counted. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")]
    public TimeSpan BreakerWindow { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an open circuit lets no call through, before one is made as a probe. Longer spares the agent
    /// and is later to notice that it is back. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "1.00:00:00")]
    public TimeSpan BreakerPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often owners hear which calls are alive. It must stay well below the silence after which they send
    /// a task again. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often open calls are checked against the database, in case a cancellation got lost on its way.
    /// Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan EndedLook { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the sign of life is written. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:30")]
    public TimeSpan Presence { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it is told how calls of agents went and how many are under way. Longer shows it later.
    /// Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:00:15")]
    public TimeSpan FigurePeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often looks at the health of agents are taken up that are due. Longer finds out later. Default
    /// 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00")]
    public TimeSpan HealthLook { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long running calls may finish after SIGTERM; what is left is called again by another bridge. Their
    /// owners get as long to record the results, but 5 s at most. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(10);
}
