using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Compare;

/// <summary>How much of two runs is laid side by side. Environment: WORKFLOW_COMPARE_ and the option's name.</summary>
public sealed record CompareOptions
{
    /// <summary>Steps of each run that are compared; the answer says when there are more. Default 1,000.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would compare nothing, more makes one answer slow.")]
    public int StepsMax { get; init; } = 1_000;

    /// <summary>Largest input or output that is compared inside; of larger ones the answer says only so. More takes
    /// memory and time per comparison. Default 1 MiB.</summary>
    [Range(0, 64 * 1_048_576, ErrorMessage = "must be 0 to 67108864: one comparison could take the memory.")]
    public int PayloadBytesMax { get; init; } = 1_048_576;

    /// <summary>Differences that are listed of one pair of payloads. Default 200.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would list nothing, more nobody reads.")]
    public int DifferencesMax { get; init; } = 200;

    /// <summary>Characters of a value in a difference; longer ones are cut. Default 1,000.</summary>
    [Range(1, 1_048_576, ErrorMessage = "must be 1 to 1048576: 0 would show nothing.")]
    public int ValueLengthMax { get; init; } = 1_000;
}
