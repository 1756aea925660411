using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Options;

/// <summary>What callers may send and get. Environment: WORKFLOW_API_ and the option's name, e.g.
/// WORKFLOW_API_BODY_BYTES_MAX.</summary>
public sealed record ApiOptions
{
    /// <summary>Largest body of a request; beyond it 413. Larger takes larger inputs and costs memory per request in
    /// flight. Default 4 MiB.</summary>
    [Range(1_024, 256 * 1_048_576, ErrorMessage =
        "must be 1024 to 268435456: below it no request fits, above it one request can take the memory.")]
    public int BodyBytesMax { get; init; } = 4 * 1_048_576;

    /// <summary>Objects and arrays within each other in a JSON body; beyond it 422. Default 64.</summary>
    [Range(4, 1_000, ErrorMessage =
        "must be 4 to 1000: below it ordinary inputs are refused, above it reading them risks the stack.")]
    public int JsonDepthMax { get; init; } = 64;

    /// <summary>Bytes of a request's first line: method, path and query; beyond it 414. More takes longer queries.
    /// Default 16 KiB.</summary>
    [Range(1_024, 1_048_576, ErrorMessage =
        "must be 1024 to 1048576: below it ordinary lists cannot be asked for, above it anybody can take memory.")]
    public int RequestLineBytesMax { get; init; } = 16_384;

    /// <summary>Bytes of all headers of a request together; beyond it 431. Must hold a token. Default 32 KiB.</summary>
    [Range(4_096, 1_048_576, ErrorMessage =
        "must be 4096 to 1048576: below it tokens do not fit, above it anybody can take memory.")]
    public int HeaderBytesMax { get; init; } = 32_768;

    /// <summary>Runs of one user that have not ended; beyond it starts get 429; 0 for any number. Counted about once a
    /// second, so that a burst over several APIs may go beyond. Default 0.</summary>
    [Range(0, 10_000_000, ErrorMessage = "must be 0 to 10000000.")]
    public int OpenRunsPerUserMax { get; init; }

    /// <summary>Pages of other sites that browsers let call the API: origins such as https://console.example.com, comma
    /// separated. Default: none.</summary>
    public string? CorsOrigins { get; init; }

    /// <summary>Bytes of definition and input that a wake-up message carries; above it both are left out and the owner
    /// reads
    /// the row. Larger saves that read and costs the broker more. Default 512 KiB.</summary>
    [Range(0, 64 * 1_048_576, ErrorMessage = "must be 0 to 67108864: brokers refuse larger messages.")]
    public int MessageBytesMax { get; init; } = 512 * 1_024;

    /// <summary>Bytes of definitions kept in memory for messages. Smaller reads them from the database more often.
    /// Default 64 MiB.</summary>
    [Range(1_048_576, int.MaxValue, ErrorMessage =
        "must be at least 1048576, or every start reads its definition from the database.")]
    public int DefinitionCacheBytes { get; init; } = 64 * 1_048_576;

    /// <summary>Most rows of a page of workflows, agents or processes. Default 500.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would show nothing, more makes one page slow for all.")]
    public int PageMax { get; init; } = 500;

    /// <summary>Most steps in one answer about a run; the rest is reached by offset. Default 1,000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would show nothing, more makes one page slow for all.")]
    public int StepsPageMax { get; init; } = 1_000;

    /// <summary>Executions of each status and type that a list looks at for a condition without an index; also the most
    /// that are skipped by pages. More finds more, and makes one list slower. Default 10,000.</summary>
    [Range(100, 1_000_000, ErrorMessage =
        "must be 100 to 1000000: less than a page could not be shown, more makes one list slow for all.")]
    public int ListRowsMax { get; init; } = 10_000;

    /// <summary>Executions up to which the total of a list is exact. More is exact for longer, and costs every list its
    /// count. Default 1,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: more makes every list slow.")]
    public int ListCountMax { get; init; } = 1_000;

    /// <summary>Bytes of payloads in one answer; inputs and outputs above a row's share are left out of lists and logs.
    /// Default 64 MiB.</summary>
    [Range(1_048_576, int.MaxValue, ErrorMessage = "must be at least 1048576, or ordinary payloads are left out.")]
    public int PageBytesMax { get; init; } = 64 * 1_048_576;

    /// <summary>Expected duration of a run whose workflow has none to go by yet. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00", ErrorMessage =
        "must be 1 to 31536000000 ms: 0 would promise an end before the start.")]
    public TimeSpan EstimateDefault { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a workflow's usual duration is kept before it is read again. Longer is cheaper and later to
    /// notice a change. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ErrorMessage =
        "must be 1 to 3600000 ms: 0 would read it at every start.")]
    public TimeSpan EstimateRefresh { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Silence after which a consumer or bridge counts as gone for the health check. Shorter gives false
    /// alarms
    /// under load. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage =
        "must be 1000 to 3600000 ms: processes report every few seconds.")]
    public TimeSpan ProcessSilence { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the health check waits for the database or the broker. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage =
        "must be 100 to 60000 ms: whoever asks gives up after a while.")]
    public TimeSpan HealthTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Pause between tries to reach the database or broker at the start. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00", ErrorMessage =
        "must be 10 to 60000 ms: 0 would spin, more delays the start.")]
    public TimeSpan SetupRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often the shard count is read again, so how late new partitions are used. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage =
        "must be 100 to 3600000 ms: more leaves new partitions idle.")]
    public TimeSpan ClusterRefresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The share of one input or output among so many rows.</summary>
    public int PayloadBytesMax(int rows) => PageBytesMax / (2 * rows);
}
