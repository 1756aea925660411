using System.Text;
using Workflow.Jq;

namespace Workflow.Tools.AsyncApi;

/// <summary>What a subscription wants of a topic, and what it has got so far. Not thread-safe.</summary>
/// <param name="bytesMax">Of all messages taken.</param>
public sealed class Consumption(int bytesMax)
{
    private const int OverheadBytes = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly List<JqValue> _taken = [];
    private long _bytes;

    /// <summary>Whether a message is taken; null takes all.</summary>
    public Func<JqValue, bool>? Wants { get; init; }

    /// <summary>Messages after which it is enough; null for any number.</summary>
    public int? Amount { get; init; }

    /// <summary>Whether the messages taken so far are enough; null when only their number says.</summary>
    public Func<JqValue, bool>? IsEnough { get; init; }

    /// <summary>Messages that were sent later are left; null for no end.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>An array of objects with <c>payload</c>, <c>headers</c> and, where there is one,
    /// <c>correlationId</c>.</summary>
    public JqValue Messages => JqValue.Array(_taken);

    public int Count => _taken.Count;

    /// <summary>Why it cannot take more; null while it can.</summary>
    public ToolFault? Fault { get; private set; }

    /// <returns>False when it needs no more, or cannot take more.</returns>
    public bool Take(KafkaRecord record)
    {
        if (record.SentAt > EndsAt)
        {
            return true;
        }

        var message = MessageOf(record);
        if (Wants?.Invoke(message) == false)
        {
            return true;
        }

        _bytes += OverheadBytes + record.Body.Length
            + record.Headers.Sum(header => header.Key.Length + header.Value.Length);
        if (_bytes > bytesMax)
        {
            Fault = ToolFault.Communication(
                502, $"The messages consumed have more than {bytesMax} bytes (WORKFLOW_TOOLS_RESPONSE_BYTES_MAX) after "
                + $"{Count} of them; consume fewer at a time, or only those that a `filter` wants.");
            return false;
        }

        _taken.Add(message);
        return Count != Amount && IsEnough?.Invoke(Messages) != true;
    }

    private static JqValue MessageOf(KafkaRecord record)
    {
        var headers = new Dictionary<string, JqValue>();
        foreach (var (name, value) in record.Headers)
        {
            headers[name] = TextOf(value);
        }

        var members = new List<KeyValuePair<string, JqValue>>
        {
            KeyValuePair.Create("payload", PayloadOf(record.Body)),
            KeyValuePair.Create("headers", JqValue.Object(headers)),
        };
        if (headers.TryGetValue("correlationId", out var correlation))
        {
            members.Add(KeyValuePair.Create("correlationId", correlation));
        }

        return JqValue.Object(members);
    }

    /// <summary>JSON where it is JSON, else its text.</summary>
    private static JqValue PayloadOf(byte[] body)
    {
        try
        {
            return body.Length == 0 ? JqValue.Null : JqValue.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            return TextOf(body);
        }
    }

    /// <summary>In base64 where it is no UTF-8.</summary>
    private static JqValue TextOf(byte[] value)
    {
        try
        {
            return JqValue.String(StrictUtf8.GetString(value));
        }
        catch (DecoderFallbackException)
        {
            return JqValue.String(Convert.ToBase64String(value));
        }
    }
}
