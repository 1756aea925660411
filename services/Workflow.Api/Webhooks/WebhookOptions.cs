using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Webhooks;

/// <summary>How receivers are told about runs. Environment: WORKFLOW_WEBHOOK_ and the option's name, e.g.
/// WORKFLOW_WEBHOOK_TIMEOUT_MS.</summary>
public sealed record WebhookOptions
{
    /// <summary>Registered webhooks of one owner; beyond it 409. Every run carries those that apply to it. Default
    /// 20.</summary>
    [Range(0, 1_000, ErrorMessage = "must be 0 to 1000: every run's row carries its webhooks.")]
    public int PerOwnerMax { get; init; } = 20;

    /// <summary>Requests under way at a time in this process. More takes sockets. Default 32.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would send nothing, more would take every socket.")]
    public int SendsMax { get; init; } = 32;

    /// <summary>Requests under way at a time to one host, so that a slow one cannot take every place. Default
    /// 4.</summary>
    [Range(1, 1_000, ErrorMessage = "must be 1 to 1000: 0 would send nothing, more would flood a receiver.")]
    public int SendsPerHostMax { get; init; } = 4;

    /// <summary>How long one try may take, connecting included. Longer lets slow receivers hold places. Default 10
    /// s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ErrorMessage =
        "must be 100 to 300000 ms: less fails ordinary receivers, more lets a dead one hold a place.")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Tries of a delivery before it is given up. With the default pauses 15 tries take about 17 hours.
    /// Default 15.</summary>
    [Range(1, 100, ErrorMessage = "must be 1 to 100: 0 would send nothing, more would keep dead receivers for weeks.")]
    public int AttemptsMax { get; init; } = 15;

    /// <summary>Tries of a progress: a later one or the end tells more. Default 3.</summary>
    [Range(1, 100, ErrorMessage = "must be 1 to 100: 0 would send no progress, more would pile it up.")]
    public int ProgressAttemptsMax { get; init; } = 3;

    /// <summary>Pause after the first failed try; it doubles with each further one, less up to half of it at random.
    /// Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00", ErrorMessage =
        "must be 1 to 3600000 ms: less would hammer a receiver, more delays what failed by chance.")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between two tries. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00", ErrorMessage =
        "must be 1 to 86400000 ms: more would leave receivers untold for days.")]
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Shortest time between two progress requests about one run to one receiver; commits in between are told
    /// together. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "01:00:00", ErrorMessage =
        "must be 10 to 3600000 ms: less sends a request per commit, more is no progress.")]
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often due deliveries are looked for, so how late the first try is. Shorter costs the database a
    /// query more. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00", ErrorMessage =
        "must be 10 to 600000 ms: less would keep the database busy, more delays every first try.")]
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes of an output or error that a body carries; a larger one is left out and said to be. Default 256
    /// KiB.</summary>
    [Range(0, 16 * 1_048_576, ErrorMessage = "must be 0 to 16777216: receivers refuse larger bodies.")]
    public int PayloadBytesMax { get; init; } = 256 * 1_024;

    /// <summary>Bytes of an answer that the log keeps; the rest is not read. Default 1,024.</summary>
    [Range(0, 65_536, ErrorMessage = "must be 0 to 65536: the log keeps them for every try.")]
    public int AnswerBytesMax { get; init; } = 1_024;

    /// <summary>Days for which finished deliveries stay in the log. Default 30.</summary>
    [Range(1, 3_650, ErrorMessage = "must be 1 to 3650: 0 would forget at once, more fills the disk.")]
    public int KeepDays { get; init; } = 30;

    /// <summary>After it another process may take a delivery that was not finished: its sender died.</summary>
    internal TimeSpan Lease => Timeout + TimeSpan.FromSeconds(15);
}
