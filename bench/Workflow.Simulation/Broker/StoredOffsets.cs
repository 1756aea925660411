using System.Reflection;
using Confluent.Kafka;

namespace Workflow.Simulation.Broker;

/// <summary>The one method of the Kafka client that the product's AssignmentTable calls: it notes the offset, which is
/// committed later.</summary>
internal class StoredOffsets : DispatchProxy
{
    public Dictionary<int, long> Offsets { get; } = [];

    public static IConsumer<byte[], byte[]> New(out StoredOffsets stored)
    {
        var client = Create<IConsumer<byte[], byte[]>, StoredOffsets>();
        stored = (StoredOffsets)(object)client;
        return client;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod?.Name != nameof(IConsumer<byte[], byte[]>.StoreOffset)
            || args is not [TopicPartitionOffset at])
        {
            throw new NotSupportedException($"The simulation has no {targetMethod?.Name}.");
        }

        Offsets[at.Partition.Value] = at.Offset.Value;
        return null;
    }
}
