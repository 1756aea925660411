using System.Collections.Immutable;
using System.Globalization;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>Reads <see cref="KafkaOptions"/> from environment variables; a duration is a number of
/// milliseconds.</summary>
public static class KafkaEnvironment
{
    public const string Brokers = "KAFKA_BROKERS";
    public const string Profile = "WORKFLOW_KAFKA_PROFILE";
    public const string ClientProperties = "WORKFLOW_KAFKA_CLIENT_PROPERTIES";

    /// <summary>The variable of every option, by the option's name.</summary>
    public static readonly ImmutableDictionary<string, string> Variables = new Dictionary<string, string>
    {
        [nameof(KafkaOptions.BootstrapServers)] = Brokers,
        [nameof(KafkaOptions.Profile)] = Profile,
        [nameof(KafkaOptions.GroupId)] = "KAFKA_GROUP_ID",
        [nameof(KafkaOptions.BridgeGroupId)] = "WORKFLOW_KAFKA_BRIDGE_GROUP_ID",
        [nameof(KafkaOptions.Partitions)] = "WORKFLOW_KAFKA_PARTITIONS",
        [nameof(KafkaOptions.ReplicationFactor)] = "WORKFLOW_KAFKA_REPLICATION_FACTOR",
        [nameof(KafkaOptions.SessionTimeout)] = "WORKFLOW_KAFKA_SESSION_TIMEOUT_MS",
        [nameof(KafkaOptions.HeartbeatInterval)] = "WORKFLOW_KAFKA_HEARTBEAT_INTERVAL_MS",
        [nameof(KafkaOptions.FetchWait)] = "WORKFLOW_KAFKA_FETCH_WAIT_MS",
        [nameof(KafkaOptions.MaxPollInterval)] = "WORKFLOW_KAFKA_MAX_POLL_INTERVAL_MS",
        [nameof(KafkaOptions.RevokeFlush)] = "WORKFLOW_KAFKA_REVOKE_FLUSH_MS",
        [nameof(KafkaOptions.CommitInterval)] = "WORKFLOW_KAFKA_COMMIT_INTERVAL_MS",
        [nameof(KafkaOptions.PollWait)] = "WORKFLOW_KAFKA_POLL_WAIT_MS",
        [nameof(KafkaOptions.Prefetch)] = "WORKFLOW_KAFKA_PREFETCH",
        [nameof(KafkaOptions.MetadataRefresh)] = "WORKFLOW_KAFKA_METADATA_REFRESH_MS",
        [nameof(KafkaOptions.Linger)] = "WORKFLOW_KAFKA_LINGER_MS",
        [nameof(KafkaOptions.DeliveryTimeout)] = "WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS",
        [nameof(KafkaOptions.SendQueueMax)] = "WORKFLOW_KAFKA_SEND_QUEUE_MAX",
        [nameof(KafkaOptions.BodyBytesMax)] = "WORKFLOW_KAFKA_BODY_BYTES_MAX",
        [nameof(KafkaOptions.CloseWait)] = "WORKFLOW_KAFKA_CLOSE_WAIT_MS",
        [nameof(KafkaOptions.ClientProperties)] = ClientProperties,
    }.ToImmutableDictionary();

    /// <summary>The variable that renames each topic.</summary>
    public static readonly ImmutableDictionary<string, string> TopicVariables = new Dictionary<string, string>
    {
        [Topics.ExecutionRequests] = "KAFKA_EXECUTION_TOPIC",
        [Topics.CancellationRequests] = "KAFKA_CANCELLATION_TOPIC",
        [Topics.AgentTasks] = "WORKFLOW_KAFKA_AGENT_TASKS_TOPIC",
        [Topics.AgentResults] = "WORKFLOW_KAFKA_AGENT_RESULTS_TOPIC",
        [Topics.RunSignals] = "WORKFLOW_KAFKA_RUN_SIGNALS_TOPIC",
        [Topics.RunEvents] = "WORKFLOW_KAFKA_RUN_EVENTS_TOPIC",
        [Topics.Events] = "WORKFLOW_KAFKA_EVENTS_TOPIC",
        [Topics.DeadLetter] = "WORKFLOW_KAFKA_DEAD_LETTER_TOPIC",
    }.ToImmutableDictionary();

    /// <summary>Options from variables; an unset or empty one keeps its profile's default.</summary>
    /// <exception cref="KafkaOptionsException">A value cannot be read or must not be used.</exception>
    public static KafkaOptions Read(IReadOnlyDictionary<string, string?> environment)
    {
        var from = new Variable(environment);
        var d = ReadProfile(from) == KafkaProfile.Local ? KafkaOptions.Local : KafkaOptions.Cluster;
        var options = d with
        {
            BootstrapServers = from.Text(Brokers) ?? d.BootstrapServers,
            GroupId = from.Text(Of(nameof(d.GroupId))) ?? d.GroupId,
            BridgeGroupId = from.Text(Of(nameof(d.BridgeGroupId))) ?? d.BridgeGroupId,
            Topics = ReadTopics(from),
            Partitions = from.Number(Of(nameof(d.Partitions)), d.Partitions),
            ReplicationFactor = from.Number(Of(nameof(d.ReplicationFactor)), d.ReplicationFactor),
            SessionTimeout = from.Time(Of(nameof(d.SessionTimeout)), d.SessionTimeout),
            HeartbeatInterval = from.Time(Of(nameof(d.HeartbeatInterval)), d.HeartbeatInterval),
            FetchWait = from.Time(Of(nameof(d.FetchWait)), d.FetchWait),
            MaxPollInterval = from.Time(Of(nameof(d.MaxPollInterval)), d.MaxPollInterval),
            RevokeFlush = from.Time(Of(nameof(d.RevokeFlush)), d.RevokeFlush),
            CommitInterval = from.Time(Of(nameof(d.CommitInterval)), d.CommitInterval),
            PollWait = from.Time(Of(nameof(d.PollWait)), d.PollWait),
            Prefetch = from.Number(Of(nameof(d.Prefetch)), d.Prefetch),
            MetadataRefresh = from.Time(Of(nameof(d.MetadataRefresh)), d.MetadataRefresh),
            Linger = from.Time(Of(nameof(d.Linger)), d.Linger),
            DeliveryTimeout = from.Time(Of(nameof(d.DeliveryTimeout)), d.DeliveryTimeout),
            SendQueueMax = from.Number(Of(nameof(d.SendQueueMax)), d.SendQueueMax),
            BodyBytesMax = from.Number(Of(nameof(d.BodyBytesMax)), d.BodyBytesMax),
            CloseWait = from.Time(Of(nameof(d.CloseWait)), d.CloseWait),
            ClientProperties = ReadProperties(from),
        };
        KafkaRules.Check(options, Of);
        return options;
    }

    private static string Of(string option) => Variables[option];

    private static KafkaProfile ReadProfile(Variable from) => from.Text(Profile)?.ToLowerInvariant() switch
    {
        null => from.Text(Brokers) is null ? KafkaProfile.Local : KafkaProfile.Cluster,
        "local" => KafkaProfile.Local,
        "cluster" => KafkaProfile.Cluster,
        var other => throw new KafkaOptionsException(
            Profile, other, "no such profile; use local (embedded broker) or cluster (a real one)."),
    };

    private static TopicNames ReadTopics(Variable from)
    {
        var renamed = new Dictionary<string, string>();
        foreach (var (topic, variable) in TopicVariables)
        {
            var name = from.Text(variable) ?? topic;
            if (name.Length > 249 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')))
            {
                throw new KafkaOptionsException(
                    variable, name, "no broker accepts it; use up to 249 letters, digits, dots, dashes, underscores.");
            }

            if (renamed.ContainsValue(name))
            {
                throw new KafkaOptionsException(
                    variable, name, "another topic has this name, and the messages would be mixed up; choose another.");
            }

            renamed[topic] = name;
        }

        return new TopicNames(renamed);
    }

    private static ImmutableDictionary<string, string> ReadProperties(Variable from)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string>();
        var entries = (from.Text(ClientProperties) ?? "").Split(
            ';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var i = 0; i < entries.Length; i++)
        {
            var equals = entries[i].IndexOf('=');
            if (equals < 1)
            {
                // The value is not repeated: it may hold a password.
                throw new KafkaOptionsException(
                    ClientProperties, "…", $"entry {i + 1} is not name=value; separate the entries by semicolons.");
            }

            properties[entries[i][..equals].Trim()] = entries[i][(equals + 1)..].Trim();
        }

        return properties.ToImmutable();
    }

    private readonly struct Variable(IReadOnlyDictionary<string, string?> environment)
    {
        public string? Text(string name) =>
            environment.GetValueOrDefault(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

        public int Number(string name, int otherwise)
        {
            var text = Text(name);
            return text is null ? otherwise
                : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? number
                : throw new KafkaOptionsException(name, text, "is not a whole number.");
        }

        public TimeSpan Time(string name, TimeSpan otherwise)
        {
            var text = Text(name);
            return text is null ? otherwise
                : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms)
                    && ms < int.MaxValue ? TimeSpan.FromMilliseconds(ms)
                : throw new KafkaOptionsException(name, text, "is not a number of milliseconds.");
        }
    }
}
