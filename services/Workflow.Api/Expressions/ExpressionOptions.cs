using System.ComponentModel.DataAnnotations;
using Workflow.Jq;

namespace Workflow.Api.Expressions;

/// <summary>How much it may cost to try an expression. Environment: WORKFLOW_EXPRESSION_ and the option's
/// name.</summary>
public sealed record ExpressionOptions
{
    /// <summary>Largest input or output that an expression is tried on. More takes memory per try. Default
    /// 1 MiB.</summary>
    [Range(1, 64 * 1_048_576, ErrorMessage = "must be 1 to 67108864: one try could take the memory.")]
    public int DataBytesMax { get; init; } = 1_048_576;

    /// <summary>Operations of one try; a processor is busy with them. Default 1,000,000, as in runs.</summary>
    [Range(1, 100_000_000, ErrorMessage = "must be 1 to 100000000: more keeps a processor busy for long.")]
    public int StepsMax { get; init; } = 1_000_000;

    /// <summary>Size of all results together, and of any value on the way. Default 4 MiB.</summary>
    [Range(1, 64 * 1_048_576, ErrorMessage = "must be 1 to 67108864: one try could take the memory.")]
    public int OutputBytesMax { get; init; } = 4 * 1_048_576;

    /// <summary>Results that are told of one try; the answer says when there are more. Default 100.</summary>
    [Range(1, 100_000, ErrorMessage = "must be 1 to 100000: 0 would tell nothing, more nobody reads.")]
    public int ResultsMax { get; init; } = 100;

    /// <summary>Tries that one process works on at a time; others wait. Default 2.</summary>
    [Range(1, 64, ErrorMessage = "must be 1 to 64: 0 would try nothing, more takes the processors from requests.")]
    public int AtOnceMax { get; init; } = 2;

    internal JqLimits Limits => new() { Steps = StepsMax, OutputBytes = OutputBytesMax };
}
