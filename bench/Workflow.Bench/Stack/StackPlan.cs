using System.Globalization;
using Workflow.Kafka;

namespace Workflow.Bench.Stack;

/// <summary>Where the benchmark's stack lies and what it is made of.</summary>
/// <param name="Folder">Where PostgreSQL keeps its data until the end.</param>
/// <param name="Logs">Where the processes' logs are kept.</param>
/// <param name="Brokers">A real Kafka; null for the embedded broker, in a process of its own.</param>
internal sealed record StackPlan(Programs Programs, string Folder, string Logs, string? Brokers)
{
    /// <summary>More settings of the services, by the variables' names.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How the clients find the broker. At a real one, topics and groups get names of their own.</summary>
    /// <param name="unique">A number that no other benchmark has at that broker.</param>
    public KafkaOptions KafkaAt(string brokers, int unique) => Brokers is null
        ? KafkaOptions.Local with { BootstrapServers = brokers }
        : KafkaEnvironment.Read(AtRealBroker(brokers, unique).ToDictionary(one => one.Key, one => (string?)one.Value));

    public Dictionary<string, string> EnvironmentOf(KafkaOptions kafka, string database, string id)
    {
        var environment = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = database,
            ["WORKFLOW_CONSUMER_ID"] = id,
            ["DOTNET_gcServer"] = "0",
            ["KAFKA_BROKERS"] = kafka.BootstrapServers,
            ["WORKFLOW_KAFKA_PROFILE"] = "local",
        };
        foreach (var (name, value) in Brokers is null
            ? Settings : Settings.Concat(AtRealBroker(Brokers, Environment.ProcessId)))
        {
            environment[name] = value;
        }

        return environment;
    }

    private static Dictionary<string, string> AtRealBroker(string brokers, int unique)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"bench-{unique}");
        var settings = KafkaEnvironment.TopicVariables.ToDictionary(
            topic => topic.Value, topic => $"{name}.{topic.Key}");
        settings["KAFKA_BROKERS"] = brokers;
        settings["WORKFLOW_KAFKA_PROFILE"] = "cluster";
        settings["KAFKA_GROUP_ID"] = name;
        settings["WORKFLOW_KAFKA_BRIDGE_GROUP_ID"] = $"{name}-bridge";
        return settings;
    }
}
