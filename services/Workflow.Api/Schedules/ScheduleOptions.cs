using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Schedules;

/// <summary>What a schedule may ask for. Environment: WORKFLOW_SCHEDULE_ and the option's name, e.g.
/// WORKFLOW_SCHEDULE_PER_OWNER_MAX.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Schedules of one owner; beyond it 409. Default 1,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "must be 0 to 1000000: more lets one user keep every owner busy.")]
    public int PerOwnerMax { get; init; } = 1_000;

    /// <summary>Least time from one due time of a schedule to the next. Owners look once a second. Default 1
    /// s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage =
        "must be 1000 to 86400000 ms: owners look once a second, and more would allow no daily schedule.")]
    public TimeSpan IntervalMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest catch-up window, in seconds: how late a schedule may ask to be fired. Default 30
    /// days.</summary>
    [Range(10, 31_536_000, ErrorMessage = "must be 10 to 31536000: less misses due times at every take-over.")]
    public int CatchUpSecondsMax { get; init; } = 2_592_000;

    /// <summary>Most due times that may wait for a run to end. Default 1,000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would make a queue useless, more lets work pile up.")]
    public int QueueMax { get; init; } = 1_000;

    /// <summary>Due times that one backfill may ask for; beyond it 422. Default 1,000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would refuse every backfill, more takes long.")]
    public int BackfillMax { get; init; } = 1_000;
}
