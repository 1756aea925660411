using System.Collections.Immutable;

namespace Workflow.Kafka;

/// <summary>Everything about Kafka that can be set. <see cref="Local"/> and <see cref="Cluster"/> hold the
/// defaults.</summary>
public sealed record KafkaOptions
{
    /// <summary>Defaults for the embedded broker on this machine.</summary>
    public static readonly KafkaOptions Local = new()
    {
        Profile = KafkaProfile.Local,
        SessionTimeout = TimeSpan.FromMilliseconds(2500),
        HeartbeatInterval = TimeSpan.FromMilliseconds(300),
        FetchWait = EmbeddedBroker.Wakes ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromMilliseconds(2),
        ReplicationFactor = 1,
    };

    /// <summary>Defaults for a real cluster.</summary>
    public static readonly KafkaOptions Cluster = new()
    {
        Profile = KafkaProfile.Cluster,
        SessionTimeout = TimeSpan.FromSeconds(6),
        HeartbeatInterval = TimeSpan.FromMilliseconds(500),
        FetchWait = TimeSpan.FromMilliseconds(100),
        ReplicationFactor = -1,
    };

    private KafkaOptions()
    {
    }

    /// <summary>Which defaults apply. Unset: Local when KAFKA_BROKERS is unset too, else Cluster.</summary>
    public KafkaProfile Profile { get; init; }

    /// <summary>host:port, comma separated, to find the cluster by. Default 127.0.0.1:9092.</summary>
    public string BootstrapServers { get; init; } = "127.0.0.1:9092";

    /// <summary>Group that shares the request topic. Consumers of one installation share it; two installations on one
    /// cluster must not, or they steal each other's runs. Default execution-consumer-group.</summary>
    public string GroupId { get; init; } = "execution-consumer-group";

    /// <summary>Group of the bridges, which share the agent tasks. Default workflow-bridge-group.</summary>
    public string BridgeGroupId { get; init; } = "workflow-bridge-group";

    /// <summary>Group under which owners keep their place in the lanes; nobody subscribes with it.</summary>
    public string LanesGroupId => GroupId + "-lanes";

    /// <summary>Group of the processes that keep dead letters for people.</summary>
    public string DeadLetterGroupId => GroupId + "-dead-letters";

    /// <summary>Group of the consumers that bring events to the runs that listen for them.</summary>
    public string EventsGroupId => GroupId + "-events";

    /// <summary>Group of the consumers that tell changes of runs as lifecycle events.</summary>
    public string LifecycleGroupId => GroupId + "-lifecycle";

    /// <summary>How the topics are called at the broker.</summary>
    public TopicNames Topics { get; init; } = TopicNames.Default;

    /// <summary>Partitions of the request topic, if it has to be created: the number of shards, so the most consumers
    /// that can share the work. More cost a little per consumer and are hard to take back. Default 16, 1 to
    /// 10,000.</summary>
    public int Partitions { get; init; } = 16;

    /// <summary>Copies of every topic that has to be created; −1 leaves it to the broker. Default 1 locally, −1
    /// else.</summary>
    public int ReplicationFactor { get; init; }

    /// <summary>Silence after which a consumer counts as dead and its shards move. Shorter: faster take-over, more
    /// false alarms under load; a real broker refuses less than its group.min.session.timeout.ms (6 s). Default 2.5 s
    /// / 6 s.</summary>
    public TimeSpan SessionTimeout { get; init; }

    /// <summary>How often a consumer says it is alive, and so how soon it learns of a rebalance. At most a third of the
    /// session. Default 300 ms / 500 ms.</summary>
    public TimeSpan HeartbeatInterval { get; init; }

    /// <summary>How long a fetch may wait for a first message. A broker answers as soon as there is one; only an
    /// embedded one from the package's library waits it out, so there it is the latency. Default 100 ms, there 2
    /// ms.</summary>
    public TimeSpan FetchWait { get; init; }

    /// <summary>How long a consumer may be busy between two polls before it is put out of the group. Default 30
    /// s.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a revoked partition is held back so that its owner can flush. Longer: fewer messages seen
    /// twice, slower rebalance for everybody. Default 1 s.</summary>
    public TimeSpan RevokeFlush { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often finished offsets are committed. Longer: fewer requests, more messages seen again after a
    /// crash. Default 500 ms.</summary>
    public TimeSpan CommitInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause inside Consume: how late an idle consumer sees a stored offset, a lane command or a stop.
    /// Shorter costs processor time. Default 50 ms.</summary>
    public TimeSpan PollWait { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Messages fetched ahead per partition. More: steadier under bursts, more memory. Default
    /// 2,000.</summary>
    public int Prefetch { get; init; } = 2_000;

    /// <summary>How often the list of topics and partitions is read again, so how soon a grown topic is used. Default
    /// 10 s.</summary>
    public TimeSpan MetadataRefresh { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the producer waits for company before it sends; what comes while it sends goes together
    /// anyway. Longer: fewer requests, and latency (0.5 ms of it cost 2.4). Default 0.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.Zero;

    /// <summary>How long a message is tried before it is given up (it was only a wake-up). Default 5 s.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Messages that may wait in the producer; beyond it sending is refused at once. Default
    /// 100,000.</summary>
    public int SendQueueMax { get; init; } = 100_000;

    /// <summary>Largest message body sent or read. Above it plan and input are left out of a request, and what is
    /// read is a dead letter. No more than the broker's message.max.bytes (1 MB). Default 900,000.</summary>
    public int BodyBytesMax { get; init; } = 900_000;

    /// <summary>How long closing a client may take before it is left behind, as when the broker is down. Default 3
    /// s.</summary>
    public TimeSpan CloseWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>librdkafka properties passed on as they are, for security settings above all. They win over all
    /// others.</summary>
    public ImmutableDictionary<string, string> ClientProperties { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>Options from environment variables, checked; see <see cref="KafkaEnvironment"/> for their
    /// names.</summary>
    /// <exception cref="KafkaOptionsException">A value cannot be read or must not be used.</exception>
    public static KafkaOptions FromEnvironment(IReadOnlyDictionary<string, string?> environment) =>
        KafkaEnvironment.Read(environment);

    /// <summary>Checks options that were put together in code, and hands them back.</summary>
    /// <exception cref="KafkaOptionsException">The first rule that is broken.</exception>
    public KafkaOptions Checked()
    {
        KafkaRules.Check(this, option => option);
        return this;
    }
}
