using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Workflow.Definitions.Syntax;
using Workflow.ExecutionConsumer.Lifecycle;
using Workflow.Jq;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Routing;

/// <summary>A CloudEvent from the topic.</summary>
/// <param name="OwnerId">Whose runs may take it; null for anybody's.</param>
/// <param name="UniqueKey">See <see cref="ArrivedSignal.KeyOfEvent"/>.</param>
internal sealed record TopicEvent(string Type, string? OwnerId, string UniqueKey, JqValue Value, RawJson Json)
{
    /// <summary>Such an event says something of the platform's own, which nobody may send.</summary>
    public bool IsReserved => Type.StartsWith(ApprovalSpec.ReservedTypes, StringComparison.Ordinal);

    /// <summary>Whether the event tells of a run. What does not ask for its type does not get it, nor does that run:
    /// a run that hears of its own steps would never be quiet.</summary>
    public bool IsLifecycle => Type.StartsWith(LifecycleEvent.TypePrefix, StringComparison.Ordinal);

    /// <summary>The run that the event tells of; null for other events.</summary>
    public Guid? About => LifecycleEvent.RunOf(Type, Value["source"].AsString!);
}

/// <summary>Reads CloudEvents 1.0 in either mode of their binding for Kafka: structured (the message is the event as
/// JSON) or binary (headers <c>ce_…</c>, and the message is the data).</summary>
internal static class EventReader
{
    private const string HeaderPrefix = "ce_";
    private const string ContentType = "content-type";
    private const int HeaderCharsMax = 64 * 1024;

    /// <param name="reason">Why it is none, fit for a dead letter; null when it is one.</param>
    public static TopicEvent? TryRead(in ReceivedMessage message, int bytesMax, out string? reason)
    {
        var body = message.Value ?? [];
        reason = body.Length > bytesMax ? $"the body has {body.Length} bytes, more than the {bytesMax} allowed"
            : !Utf8.IsValid(body) ? "the body is not UTF-8"
            : null;
        if (reason is not null)
        {
            return null;
        }

        try
        {
            var isBinary = message.Header($"{HeaderPrefix}specversion") is not null;
            var value = isBinary ? OfHeaders(message, body) : JqValue.Parse(body);
            reason = Fault(value);
            return reason is not null ? null : new TopicEvent(
                value["type"].AsString!, message.Header(MessageHeaders.Owner),
                ArrivedSignal.KeyOfEvent(value["source"].AsString!, value["id"].AsString!), value,
                new RawJson(isBinary ? value.ToUtf8() : body));
        }
        catch (JsonException error)
        {
            reason = $"the body cannot be read: {error.Message}";
            return null;
        }
    }

    private static string? Fault(JqValue value)
    {
        if (value.Kind != JqKind.Object)
        {
            return "the body is no CloudEvent: a JSON object, or data with headers ce_…";
        }

        if (value["specversion"].AsString != "1.0")
        {
            return $"specversion is {value["specversion"].ToJson()}, not \"1.0\"";
        }

        var missing = new[] { "id", "source", "type" }
            .FirstOrDefault(name => value[name].AsString is not { Length: > 0 });
        return missing is not null ? $"{missing} is missing, or no text"
            : value["type"].AsString!.Contains('\0') ? "type holds a NUL character"
            : null;
    }

    private static JqValue OfHeaders(in ReceivedMessage message, byte[] body)
    {
        var headers = message.TextHeaders(HeaderCharsMax) ?? new Dictionary<string, string>();
        var members = headers
            .Where(header => header.Key.StartsWith(HeaderPrefix, StringComparison.Ordinal))
            .Select(header => KeyValuePair.Create(header.Key[HeaderPrefix.Length..], JqValue.String(header.Value)))
            .ToList();
        var type = headers.GetValueOrDefault(ContentType);
        if (type is not null)
        {
            members.Add(KeyValuePair.Create("datacontenttype", JqValue.String(type)));
        }

        if (body.Length > 0)
        {
            var isJson = type?.Contains("json", StringComparison.OrdinalIgnoreCase) ?? true;
            members.Add(KeyValuePair.Create(
                "data", isJson ? JqValue.Parse(body) : JqValue.String(Encoding.UTF8.GetString(body))));
        }

        return JqValue.Object(members);
    }
}
