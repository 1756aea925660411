using Confluent.Kafka;

namespace Workflow.Kafka;

/// <summary>Turns our options into the client's. The one place that knows librdkafka's property names.</summary>
internal static class ClientConfigs
{
    public static ConsumerConfig Consumer(KafkaOptions o, string groupId)
    {
        var config = new ConsumerConfig
        {
            GroupId = groupId,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            EnableAutoCommit = true,
            EnableAutoOffsetStore = false,
            AutoCommitIntervalMs = Ms(o.CommitInterval),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            AllowAutoCreateTopics = false,
            SessionTimeoutMs = Ms(o.SessionTimeout),
            HeartbeatIntervalMs = Ms(o.HeartbeatInterval),
            MaxPollIntervalMs = Ms(o.MaxPollInterval),
            FetchWaitMaxMs = Ms(o.FetchWait),
            FetchQueueBackoffMs = 5,
            FetchErrorBackoffMs = 100,
            QueuedMinMessages = o.Prefetch,
            FetchMaxBytes = Math.Max(52_428_800, 2 * o.BodyBytesMax),
            MessageMaxBytes = WireBytes(o),
        };
        return Common(config, o);
    }

    public static ProducerConfig Producer(KafkaOptions o)
    {
        var config = new ProducerConfig
        {
            EnableIdempotence = false,
            DeliveryReportFields = "key,status",
            Partitioner = Partitioner.Murmur2Random,
            LingerMs = o.Linger.TotalMilliseconds,
            MessageTimeoutMs = Ms(o.DeliveryTimeout),
            QueueBufferingMaxMessages = o.SendQueueMax,
            MessageMaxBytes = WireBytes(o),
            RetryBackoffMs = 50,
        };
        return Common(config, o);
    }

    public static AdminClientConfig Admin(KafkaOptions o) => Common(new AdminClientConfig(), o);

    public static int Ms(TimeSpan time) => (int)Math.Ceiling(time.TotalMilliseconds);

    private static int WireBytes(KafkaOptions o) => Math.Max(1_000_000, o.BodyBytesMax + 50_000);

    private static T Common<T>(T config, KafkaOptions o)
        where T : ClientConfig
    {
        config.BootstrapServers = o.BootstrapServers;
        config.TopicMetadataRefreshIntervalMs = Ms(o.MetadataRefresh);
        config.ReconnectBackoffMs = 50;
        config.ReconnectBackoffMaxMs = 1_000;
        config.SocketTimeoutMs = 10_000;
        config.SocketConnectionSetupTimeoutMs = 5_000;
        config.LogConnectionClose = false;
        foreach (var (name, value) in o.ClientProperties)
        {
            config.Set(name, value);
        }

        return config;
    }
}
