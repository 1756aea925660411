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

    /// <summary>Days for which the outcomes of due times are kept. Default 90.</summary>
    [Range(1, 36_500, ErrorMessage = "must be 1 to 36500: 0 would forget at once, more fills the disk.")]
    public int KeepDays { get; init; } = 90;
}
