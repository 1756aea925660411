using System.Buffers.Binary;
using System.Text;

namespace Workflow.Model;

/// <summary>Which shard a run belongs to: Kafka's own partitioner, so that key and partition agree for any
/// client.</summary>
public static class Sharding
{
    private const uint Factor = 0x5bd1e995;

    /// <summary>The shard of a run: <c>murmur2(run_id) mod shards</c> over the id's usual text form.</summary>
    /// <param name="shards">Partition count of the request topic, 1 or more.</param>
    public static int ShardOf(Guid runId, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        Span<byte> text = stackalloc byte[36];
        runId.TryFormat(text, out _, "D");
        return OfHash(Murmur2(text), shards);
    }

    /// <summary>The shard of an owner's runs that share a concurrency key: one owner of a shard then starts the next of
    /// them as soon as one has ended.</summary>
    public static int ShardOf(string ownerId, string concurrencyKey, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        var text = Encoding.UTF8.GetBytes($"{ownerId}\n{concurrencyKey}");
        return OfHash(Murmur2(text), shards);
    }

    /// <summary>An id of version 7 for a run that is to be on a shard: of the ids that differ in their last 16 bits
    /// only, the next one that is. About as many are tried as there are shards, some nanoseconds each.</summary>
    /// <param name="shard">0 or more, below <paramref name="shards"/>. With many thousand shards there may be no such
    /// id: then it is one of another shard.</param>
    /// <param name="shards">Partition count of the request topic, 1 or more.</param>
    public static Guid NewId(DateTimeOffset now, int shard, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> text = stackalloc byte[36];
        var drawn = Guid.CreateVersion7(now);
        drawn.TryWriteBytes(bytes, bigEndian: true, out _);
        drawn.TryFormat(text, out _, "D");
        var end = text[32..];
        var head = Mixed(Seed(text), text[..32]);
        var first = BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        for (var tries = 0; tries <= ushort.MaxValue; tries++)
        {
            var tail = (ushort)(first + tries);
            tail.TryFormat(end, out _, "x4");
            if (OfHash(Finished(Mixed(head, end)), shards) == shard)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes[14..], tail);
                break;
            }
        }

        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Murmur2 with Kafka's seed (0x9747b28c), as the Java client's default partitioner computes it.</summary>
    public static uint Murmur2(ReadOnlySpan<byte> data)
    {
        var hash = Mixed(Seed(data), data);
        var rest = data[(data.Length & ~3)..];
        if (rest.Length > 0)
        {
            for (var i = rest.Length - 1; i >= 0; i--)
            {
                hash ^= (uint)rest[i] << (8 * i);
            }

            hash *= Factor;
        }

        return Finished(hash);
    }

    private static int OfHash(uint hash, int shards) => (int)((hash & 0x7fffffff) % (uint)shards);

    private static uint Seed(ReadOnlySpan<byte> data) => 0x9747b28cu ^ (uint)data.Length;

    /// <param name="data">Its whole blocks of four bytes are taken in.</param>
    private static uint Mixed(uint hash, ReadOnlySpan<byte> data)
    {
        for (; data.Length >= 4; data = data[4..])
        {
            var block = BinaryPrimitives.ReadUInt32LittleEndian(data) * Factor;
            hash = (hash * Factor) ^ ((block ^ (block >> 24)) * Factor);
        }

        return hash;
    }

    private static uint Finished(uint hash)
    {
        hash = (hash ^ (hash >> 13)) * Factor;
        return hash ^ (hash >> 15);
    }
}
