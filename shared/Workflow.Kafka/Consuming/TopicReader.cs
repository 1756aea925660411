using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>A message of somebody's topic.</summary>
/// <param name="SentAt">As its sender says.</param>
public sealed record TopicMessage(
    DateTimeOffset SentAt, byte[] Body, IReadOnlyList<KeyValuePair<string, byte[]>> Headers);

/// <summary>Reads one topic of any cluster for one reader: outside of every group, committing nothing. Calls keep their
/// thread.</summary>
public static class TopicReader
{
    private const int QueuedKilobytes = 4_096;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The offset of the next message of each partition.</summary>
    /// <returns>Or why it is not known, such as that there is no such topic.</returns>
    public static (IReadOnlyDictionary<int, long>? Ends, string? Fault) FindEnds(
        KafkaOptions options, string topic, ILogger logger)
    {
        try
        {
            using var consumer = New(options, logger);
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            var found = admin.GetMetadata(topic, Patience).Topics.Find(each => each.Topic == topic);
            if (found is not { Error.IsError: false, Partitions.Count: > 0 })
            {
                return (null, $"there is no such topic ({found?.Error.Reason ?? "it was not named"}).");
            }

            return (found.Partitions.ToDictionary(
                partition => partition.PartitionId,
                partition => consumer.QueryWatermarkOffsets(
                    new TopicPartition(topic, partition.PartitionId), Patience).High.Value), null);
        }
        catch (KafkaException error)
        {
            return (null, error.Error.Reason);
        }
    }

    /// <summary>Hands over message after message until that is enough.</summary>
    /// <param name="from">The offset of the first message by partition; other partitions are not read.</param>
    /// <param name="take">False when it has enough.</param>
    /// <returns>Why it cannot go on; null when that was enough.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static string? Read(
        KafkaOptions options, string topic, IReadOnlyDictionary<int, long> from, Func<TopicMessage, bool> take,
        ILogger logger, CancellationToken ct)
    {
        using var consumer = New(options, logger);
        consumer.Assign(from.Select(pair => new TopicPartitionOffset(topic, pair.Key, pair.Value)));
        try
        {
            while (take(MessageOf(consumer.Consume(ct).Message)))
            {
            }

            return null;
        }
        catch (ConsumeException error)
        {
            return error.Error.Code == ErrorCode.Local_AutoOffsetReset
                ? "messages sent since it began are no longer kept there."
                : error.Error.Reason;
        }
    }

    private static IConsumer<byte[], byte[]> New(KafkaOptions options, ILogger logger)
    {
        var config = ClientConfigs.Consumer(options, "workflow-subscription");
        config.EnableAutoCommit = false;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        config.QueuedMaxMessagesKbytes = QueuedKilobytes;
        return ConsumerClients.New(config, "subscription", logger).Build();
    }

    private static TopicMessage MessageOf(Message<byte[], byte[]> message) => new(
        ReceivedMessage.MomentOf(message.Timestamp) ?? DateTimeOffset.UnixEpoch,
        message.Value ?? [],
        [.. (message.Headers ?? []).Select(header => KeyValuePair.Create(header.Key, header.GetValueBytes() ?? []))]);
}
