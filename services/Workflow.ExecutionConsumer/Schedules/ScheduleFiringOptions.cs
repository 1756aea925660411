using System.ComponentModel.DataAnnotations;

namespace Workflow.ExecutionConsumer.Schedules;

/// <summary>How a consumer fires schedules. Variables: WORKFLOW_FIRING_ and the option's name.</summary>
public sealed record ScheduleFiringOptions
{
    /// <summary>Due times decided about in one look. What is left is fired by the next look, a second later. More lets
    /// many schedules that are due together hold up the look. Default 200.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would fire nothing, more holds up the owner's look.")]
    public int FiresMax { get; init; } = 200;

    /// <summary>Open runs of one schedule whose overlap is <c>allow</c>; beyond it due times are skipped. Default
    /// 100.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would start nothing, more lets runs pile up.")]
    public int OpenRunsMax { get; init; } = 100;

    /// <summary>Open runs of one schedule that events start; beyond it an event goes to the dead letters, from where it
    /// can be redriven. More lets a flood of events become a flood of runs. Default 10,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would start nothing, more lets runs pile up.")]
    public int EventRunsMax { get; init; } = 10_000;

    /// <summary>Events of one schedule that wait for others, under <c>all</c>; beyond it an event goes to the dead
    /// letters, from where it can be redriven. More costs time per event. Default 10,000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would bring no events together, more slows each event.")]
    public int EventsHeldMax { get; init; } = 10_000;

    /// <summary>Days for which the outcomes of due times are kept, and for which an event is known to have started its
    /// run. Default 90.</summary>
    [Range(1, 36_500, ErrorMessage = "must be 1 to 36500: 0 would forget at once, more fills the disk.")]
    public int KeepDays { get; init; } = 90;
}
