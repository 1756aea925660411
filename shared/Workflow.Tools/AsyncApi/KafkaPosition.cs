using System.Globalization;
using Workflow.Jq;

namespace Workflow.Tools.AsyncApi;

/// <summary>Where reading of a topic begins.</summary>
/// <param name="Server">host:port.</param>
/// <param name="Offsets">Of the first message, by partition.</param>
public sealed record KafkaPosition(
    string Server, bool IsSecure, string Topic, IReadOnlyDictionary<int, long> Offsets)
{
    private const string Name = "subscription";

    /// <summary>As a step's metadata keep it.</summary>
    public JqValue ToMetadata() => Object(
        (Name, Object(
            ("server", JqValue.String(Server)), ("secure", JqValue.Bool(IsSecure)), ("topic", JqValue.String(Topic)),
            ("offsets", Object([.. Offsets.Select(pair => (
                pair.Key.ToString(CultureInfo.InvariantCulture), JqValue.Number(pair.Value)))])))));

    /// <returns>Null when the metadata keep none.</returns>
    public static KafkaPosition? Of(JqValue metadata) =>
        metadata.Kind == JqKind.Object && metadata[Name] is { Kind: JqKind.Object } kept
            && kept["offsets"] is { Kind: JqKind.Object } offsets
            ? new KafkaPosition(
                kept["server"].AsString ?? "", kept["secure"].IsTruthy, kept["topic"].AsString ?? "",
                offsets.Members.ToDictionary(
                    pair => int.Parse(pair.Key, CultureInfo.InvariantCulture),
                    pair => (long)(pair.Value.AsNumber ?? 0)))
            : null;

    private static JqValue Object(params (string Name, JqValue Value)[] members) =>
        JqValue.Object(members.Select(member => KeyValuePair.Create(member.Name, member.Value)));
}

/// <summary>A message as it came.</summary>
/// <param name="SentAt">As its sender says.</param>
public sealed record KafkaRecord(
    DateTimeOffset SentAt, byte[] Body, IReadOnlyList<KeyValuePair<string, byte[]>> Headers);

/// <summary>Reads topics of clusters that an operator allows. Thread-safe.</summary>
public interface IKafkaReader
{
    /// <summary>Where the partitions of a topic end now.</summary>
    Task<(IReadOnlyDictionary<int, long>? Ends, string? Fault)> FindEndsAsync(
        string server, bool isSecure, string topic, CancellationToken ct);

    /// <summary>Hands over message after message, one at a time.</summary>
    /// <param name="take">False when it has enough.</param>
    /// <returns>Why it cannot go on; null when that was enough.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<string?> ReadAsync(KafkaPosition from, Func<KafkaRecord, bool> take, CancellationToken ct);
}
