namespace Workflow.Model;

/// <summary>Which shard a run belongs to: Kafka's own partitioner, so that key and partition agree for any
/// client.</summary>
public static class Sharding
{
    /// <summary>The shard of a run: <c>murmur2(run_id) mod shards</c> over the id's usual text form.</summary>
    /// <param name="shards">Partition count of the request topic, 1 or more.</param>
    public static int ShardOf(Guid runId, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        Span<byte> text = stackalloc byte[36];
        runId.TryFormat(text, out _, "D");
        return (int)((Murmur2(text) & 0x7fffffff) % (uint)shards);
    }

    /// <summary>The shard of an owner's runs that share a concurrency key: one owner of a shard then starts the next of
    /// them as soon as one has ended.</summary>
    public static int ShardOf(string ownerId, string concurrencyKey, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        var text = System.Text.Encoding.UTF8.GetBytes($"{ownerId}\n{concurrencyKey}");
        return (int)((Murmur2(text) & 0x7fffffff) % (uint)shards);
    }

    /// <summary>Murmur2 with Kafka's seed (0x9747b28c), as the Java client's default partitioner computes it.</summary>
    public static uint Murmur2(ReadOnlySpan<byte> data)
    {
        const uint m = 0x5bd1e995;
        var hash = 0x9747b28cu ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            var k = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(data) * m;
            k ^= k >> 24;
            hash = (hash * m) ^ (k * m);
            data = data[4..];
        }

        if (data.Length > 0)
        {
            for (var i = data.Length - 1; i >= 0; i--)
            {
                hash ^= (uint)data[i] << (8 * i);
            }

            hash *= m;
        }

        hash ^= hash >> 13;
        hash *= m;
        return hash ^ (hash >> 15);
    }
}
