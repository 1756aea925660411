using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>How the embedded broker starts.</summary>
public sealed record EmbeddedBrokerOptions
{
    /// <summary>Loopback port where clients find it; 0 takes any free one. Default 0.</summary>
    public int Port { get; init; }

    /// <summary>Partitions of the request topic and of those aligned with it. Default 16.</summary>
    public int Partitions { get; init; } = 16;

    /// <summary>What the topics are called. It has to agree with its clients.</summary>
    public TopicNames Topics { get; init; } = TopicNames.Default;

    /// <summary>How long a group's first member is alone before partitions are dealt out. It must stay below the
    /// session timeout of the members, or the group never forms. Default 100 ms.</summary>
    public TimeSpan InitialRebalanceDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Uses the relay also where the listener can be moved, so that tests reach it.</summary>
    internal bool Relay { get; init; }
}
