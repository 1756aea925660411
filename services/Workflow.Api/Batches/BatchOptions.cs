using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Batches;

/// <summary>How much one request may ask for in bulk, and how batches are worked on. Environment: WORKFLOW_BATCH_ and
/// the option's name, e.g. WORKFLOW_BATCH_ITEMS_MAX.</summary>
public sealed record BatchOptions
{
    /// <summary>Items of one batch; beyond it 422. More makes the request slower that chooses them. Default
    /// 10,000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would allow no batch, more outlasts the request.")]
    public int ItemsMax { get; init; } = 10_000;

    /// <summary>Open batches of one owner; beyond it 429. Default 20.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would allow no batch, more lets one user fill the queue.")]
    public int OpenPerOwnerMax { get; init; } = 20;

    /// <summary>Batches that this process works on at a time. Default 4.</summary>
    [Range(1, 100, ErrorMessage = "must be 1 to 100: 0 would do nothing, more takes connections from requests.")]
    public int AtOnceMax { get; init; } = 4;

    /// <summary>Items of one batch at a time, as a caller may ask for. Default 32.</summary>
    [Range(1, 1_000, ErrorMessage = "must be 1 to 1000: 0 would do nothing, more takes connections from requests.")]
    public int ConcurrencyMax { get; init; } = 32;

    /// <summary>How often open batches are looked for, so how late another process carries one on. Default 1
    /// s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00", ErrorMessage =
        "must be 10 to 600000 ms: less would keep the database busy, more delays batches.")]
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Silence after which another process takes a batch over. Well above what the slowest item takes. Default
    /// 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00", ErrorMessage =
        "must be 100 to 3600000 ms: less lets two processes work on one batch, more delays the take-over.")]
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause of a batch whose starts are refused for now: too many open runs, or no database. Default 2
    /// s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:10:00", ErrorMessage =
        "must be 10 to 600000 ms: less asks in vain, more leaves room unused.")]
    public TimeSpan WaitPause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Days for which batches stay that have ended. Default 30.</summary>
    [Range(1, 3_650, ErrorMessage = "must be 1 to 3650: 0 would forget at once, more fills the disk.")]
    public int KeepDays { get; init; } = 30;

    /// <summary>Executions whose status one request may ask for. Default 1,000.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would answer nothing, more makes one answer slow.")]
    public int StatusIdsMax { get; init; } = 1_000;
}
