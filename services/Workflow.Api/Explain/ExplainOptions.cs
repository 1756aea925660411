using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.Explain;

/// <summary>How much one explanation may read. Environment: WORKFLOW_EXPLAIN_ and the option's name.</summary>
public sealed record ExplainOptions
{
    /// <summary>Open runs of the shard that are looked at to find a pending run's place in the queue; beyond it the
    /// answer says "at least". More makes an explanation behind a deep backlog slower. Default 5,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "must be 1 to 1000000: 0 would find no place, more makes one look slow.")]
    public int QueueRowsMax { get; init; } = 5_000;

    /// <summary>Open steps that are read and told about; the rest is counted. Default 100.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would tell of no step, more makes the answer unreadable.")]
    public int StepsMax { get; init; } = 100;

    /// <summary>Unread inbox rows that are told about; the rest is counted. Default 20.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would hide what arrived.")]
    public int InboxRowsMax { get; init; } = 20;
}
