using Confluent.Kafka;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ChaosTests.Evidence;

/// <summary>How far the groups have come on their topics, as the broker knows it. The lanes are left out: nothing
/// fences their commits, so a consumer that was frozen may set one back, which only lets messages be read
/// again.</summary>
internal static class OffsetReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Committed offsets and ends of the request topic and of the tasks.</summary>
    public static IReadOnlyList<OffsetRow> Read(KafkaOptions kafka) =>
    [
        .. Of(kafka, kafka.GroupId, [Topics.ExecutionRequests]),
        .. Of(kafka, kafka.BridgeGroupId, [Topics.AgentTasks]),
    ];

    private static IEnumerable<OffsetRow> Of(KafkaOptions kafka, string group, IReadOnlyList<string> topics)
    {
        var config = new ConsumerConfig { BootstrapServers = kafka.BootstrapServers, GroupId = group };
        using var reader = new ConsumerBuilder<byte[], byte[]>(config).Build();
        var places = topics.SelectMany(topic => Enumerable.Range(0, kafka.Partitions)
            .Select(partition => new TopicPartition(topic, partition))).ToList();
        var rows = reader.Committed(places, Patience).ConvertAll(place => new OffsetRow(
            group, place.Topic, place.Partition.Value, place.Offset == Offset.Unset ? 0 : place.Offset.Value,
            reader.QueryWatermarkOffsets(place.TopicPartition, Patience).High.Value));
        reader.Close();
        return rows;
    }
}
