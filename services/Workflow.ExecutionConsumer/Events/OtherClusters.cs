using Workflow.Kafka;

namespace Workflow.ExecutionConsumer.Events;

/// <summary>Options for clusters that are not the platform's: its own names and logins are nothing to others.</summary>
internal static class OtherClusters
{
    /// <param name="server">host:port.</param>
    public static KafkaOptions OptionsOf(KafkaOptions own, string server, bool isSecure) => own with
    {
        BootstrapServers = server,
        Topics = TopicNames.Default,
        ClientProperties = KafkaOptions.Cluster.ClientProperties.SetItem(
            "security.protocol", isSecure ? "ssl" : "plaintext"),
    };
}
