namespace Workflow.Kafka;

/// <summary>Which kind of broker the timings are chosen for.</summary>
public enum KafkaProfile
{
    /// <summary>The embedded broker: short sessions, since it waits nearly a whole session at every
    /// rebalance.</summary>
    Local,

    /// <summary>Apache Kafka or compatible, whose default smallest session is 6 s.</summary>
    Cluster,
}
