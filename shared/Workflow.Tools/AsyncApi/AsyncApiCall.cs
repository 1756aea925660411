using Workflow.Jq;

namespace Workflow.Tools.AsyncApi;

/// <summary>One message to be published, or a subscription, everything evaluated.</summary>
/// <param name="Document">Where the AsyncAPI document is.</param>
/// <param name="Channel">Of documents of version 2; null where an operation is named.</param>
/// <param name="Operation">Of documents of version 3; null where a channel is named.</param>
/// <param name="Server">By its name in the document; null for the first one that fits.</param>
/// <param name="Variables">Of the server: an object.</param>
/// <param name="Payload">Sent as JSON.</param>
/// <param name="Headers">An object.</param>
/// <param name="TaskId">Sent as the header <c>workflow-task-id</c>: the same for every repetition of an
/// attempt.</param>
public sealed record AsyncApiCall(
    Uri Document, string? Channel, string? Operation, string? Server, JqValue Variables, JqValue Payload,
    JqValue Headers, Guid TaskId)
{
    /// <summary>Messages are consumed: nothing is sent.</summary>
    public bool IsSubscription { get; init; }

    /// <summary>What steps call it.</summary>
    public string ToolName => $"{(IsSubscription ? "consume" : "publish")} {Operation ?? Channel}";

    // A record would show its members.
    public override string ToString() => ToolName;
}

/// <summary>Where a message goes, after its document.</summary>
/// <param name="Server">host:port.</param>
/// <param name="IsSecure">Whether by TLS.</param>
internal sealed record AsyncApiTarget(string Server, bool IsSecure, string Topic);

/// <summary>A message for a Kafka cluster.</summary>
/// <param name="Server">host:port.</param>
public sealed record KafkaMessage(
    string Server, bool IsSecure, string Topic, byte[] Body, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>Puts messages on topics of clusters that an operator allows.</summary>
public interface IKafkaPublisher
{
    /// <summary>Waits until the cluster has it, or it is given up.</summary>
    /// <returns>Why it may not be there; null when it is.</returns>
    ValueTask<string?> PublishAsync(KafkaMessage message, CancellationToken ct);
}

/// <summary>Where no cluster can be reached.</summary>
public sealed class NoKafka : IKafkaPublisher, IKafkaReader
{
    private const string Reason = "messages are published and consumed by consumers of a platform only.";

    public ValueTask<string?> PublishAsync(KafkaMessage message, CancellationToken ct) =>
        ValueTask.FromResult<string?>(Reason);

    public Task<(IReadOnlyDictionary<int, long>? Ends, string? Fault)> FindEndsAsync(
        string server, bool isSecure, string topic, CancellationToken ct) =>
        Task.FromResult<(IReadOnlyDictionary<int, long>?, string?)>((null, Reason));

    public Task<string?> ReadAsync(KafkaPosition from, Func<KafkaRecord, bool> take, CancellationToken ct) =>
        Task.FromResult<string?>(Reason);
}
