namespace Workflow.ExecutionConsumer.Ownership;

/// <summary>How many partitions the request topic has, and which of them a shard goes with. Set once, before the first
/// assignment.</summary>
internal sealed class ClusterShape
{
    public int Partitions { get; set; } = 1;

    /// <summary>A shard without a partition of its own goes with partition <c>shard mod partitions</c>.</summary>
    public int PartitionOf(int shard) => shard % Partitions;
}
