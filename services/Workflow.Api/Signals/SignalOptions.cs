using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Signals;

/// <summary>How much may be sent to a run. Environment: WORKFLOW_SIGNAL_ and the option's name, e.g.
/// WORKFLOW_SIGNAL_UNREAD_MAX.</summary>
public sealed record SignalOptions
{
    /// <summary>Bytes of a signal's data, and of what goes with a decision; beyond it 413. Larger ones make the run's
    /// steps larger. Default 256 KiB.</summary>
    [Range(1, 64 * 1_048_576, ErrorMessage =
        "must be 1 to 67108864: below it nothing can be said, above it one signal can take a consumer's memory.")]
    public int DataBytesMax { get; init; } = 256 * 1_024;

    /// <summary>Signals of one run that it has not taken in; beyond it 429. More lets senders get further ahead, and
    /// makes the run larger in memory. Default 1,000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would allow no signal, more makes every look slow.")]
    public int UnreadMax { get; init; } = 1_000;
}
