using Confluent.Kafka;
using Workflow.Kafka;
using AllTopics = Workflow.Model.Topics;

namespace Workflow.Bench.Measures;

/// <summary>How much was sent to the platform's topics: read back afterwards, when nobody is measured.</summary>
internal sealed class TopicBytes(KafkaOptions kafka)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where every partition ends now.</summary>
    public IReadOnlyList<TopicPartitionOffset> Mark()
    {
        using var reader = Reader();
        return [.. Partitions(reader).Select(place => new TopicPartitionOffset(
            place, reader.QueryWatermarkOffsets(place, Patience).High))];
    }

    /// <summary>Bytes of keys, bodies and headers since then, and how many messages they are of. The embedded broker
    /// drops the oldest of very many: those are not counted.</summary>
    public (long Bytes, long Messages) Since(IReadOnlyList<TopicPartitionOffset> mark)
    {
        using var reader = Reader();
        var ends = mark.ToDictionary(
            from => from.TopicPartition,
            from => reader.QueryWatermarkOffsets(from.TopicPartition, Patience).High);
        var open = mark.Where(from => ends[from.TopicPartition].Value > from.Offset.Value).ToList();
        reader.Assign(open);
        var (bytes, messages, left) = (0L, 0L, open.Count);
        while (left > 0 && reader.Consume(Patience) is { } read)
        {
            if (read.IsPartitionEOF)
            {
                left--;
                continue;
            }

            messages++;
            bytes += (read.Message.Key?.Length ?? 0) + (read.Message.Value?.Length ?? 0)
                + read.Message.Headers.Sum(header => header.Key.Length + (header.GetValueBytes()?.Length ?? 0));
        }

        return (bytes, messages);
    }

    /// <summary>How many of the requests since then the broker still has: of very many the embedded one drops the
    /// oldest.</summary>
    public long KeptSince(IReadOnlyList<TopicPartitionOffset> mark)
    {
        using var reader = Reader();
        var requests = kafka.Topics.AtBroker(AllTopics.ExecutionRequests);
        return mark.Where(from => from.Topic == requests).Sum(from =>
        {
            var ends = reader.QueryWatermarkOffsets(from.TopicPartition, Patience);
            return ends.High.Value - Math.Max(ends.Low.Value, from.Offset.Value);
        });
    }

    private IEnumerable<TopicPartition> Partitions(IConsumer<byte[], byte[]> reader)
    {
        using var admin = new DependentAdminClientBuilder(reader.Handle).Build();
        var wanted = AllTopics.All.Select(kafka.Topics.AtBroker).ToHashSet();
        return admin.GetMetadata(Patience).Topics
            .Where(topic => wanted.Contains(topic.Topic))
            .SelectMany(topic => topic.Partitions.Select(
                partition => new TopicPartition(topic.Topic, partition.PartitionId)))
            .ToList();
    }

    private IConsumer<byte[], byte[]> Reader() => new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
    {
        BootstrapServers = kafka.BootstrapServers,
        GroupId = "bench-bytes",
        EnableAutoCommit = false,
        EnablePartitionEof = true,
        FetchWaitMaxMs = (int)kafka.FetchWait.TotalMilliseconds,
        AutoOffsetReset = AutoOffsetReset.Earliest,
    }).SetLogHandler((_, _) => { }).Build();
}
