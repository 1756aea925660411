using Confluent.Kafka;

namespace Workflow.Kafka;

/// <summary>A message as it came. It may be kept.</summary>
public readonly struct ReceivedMessage
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly Headers? _headers;

    internal ReceivedMessage(string topic, ConsumeResult<byte[], byte[]> result)
    {
        (Topic, Partition, Offset) = (topic, result.Partition.Value, result.Offset.Value);
        (Key, Value, _headers) = (result.Message.Key, result.Message.Value, result.Message.Headers);
        SentAt = MomentOf(result.Message.Timestamp);
    }

    /// <summary>One of <see cref="Model.Topics"/>.</summary>
    public string Topic { get; }

    public int Partition { get; }

    public long Offset { get; }

    /// <summary>Null when there is none.</summary>
    public byte[]? Key { get; }

    /// <summary>The body; null when there is none.</summary>
    public byte[]? Value { get; }

    /// <summary>When it was sent, by the sender's or the broker's clock; null when unknown.</summary>
    public DateTimeOffset? SentAt { get; }

    /// <summary>A moment that somebody else has written; some write microseconds, which lead out of the
    /// calendar.</summary>
    internal static DateTimeOffset? MomentOf(Timestamp timestamp) =>
        timestamp.Type != TimestampType.NotAvailable
        && timestamp.UnixTimestampMs >= Earliest && timestamp.UnixTimestampMs <= Latest
            ? DateTimeOffset.FromUnixTimeMilliseconds(timestamp.UnixTimestampMs) : null;

    /// <summary>The last header of that name as text; null when there is none.</summary>
    public string? Header(string name) =>
        _headers is not null && _headers.TryGetLastBytes(name, out var value) && value is not null
            ? System.Text.Encoding.UTF8.GetString(value) : null;

    /// <summary>The headers that are text, the last one of each name; null when there are none, or more than so many
    /// characters.</summary>
    public IReadOnlyDictionary<string, string>? TextHeaders(int charsMax)
    {
        var texts = new Dictionary<string, string>();
        foreach (var header in _headers ?? [])
        {
            if (header.GetValueBytes() is { } value && System.Text.Unicode.Utf8.IsValid(value))
            {
                texts[header.Key] = System.Text.Encoding.UTF8.GetString(value);
            }
        }

        return texts.Count > 0 && texts.Sum(pair => pair.Key.Length + pair.Value.Length) <= charsMax ? texts : null;
    }
}
