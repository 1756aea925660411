using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>Messages to bytes and back.</summary>
public static class MessageCodec
{
    /// <typeparam name="T">A message type of <see cref="MessageJson"/>.</typeparam>
    public static byte[] Encode<T>(T message)
        where T : class => JsonSerializer.SerializeToUtf8Bytes(message, TypeOf<T>());

    /// <summary>Encodes a request; plan and input are left out (null) when it would be larger than allowed, and the
    /// owner reads them from the database.</summary>
    public static byte[] EncodeBounded(ExecutionRequest request, int bytesMax)
    {
        // What is around plan and input is under 300 bytes.
        var size = request.WorkflowPlan.Utf8.Length + request.InputData.Utf8.Length + 300L;
        return Encode(size <= bytesMax ? request : request with { WorkflowPlan = default, InputData = default });
    }

    /// <summary>Encodes an event; its steps and end are left out (null) when it would be larger than allowed, and
    /// whoever wants them reads them from the database.</summary>
    public static byte[] EncodeBounded(RunEvent change, int bytesMax)
    {
        var body = Encode(change);
        return body.Length <= bytesMax ? body : Encode(change with { Steps = null, End = null });
    }

    /// <summary>Encodes a report; its lines are left out, and counted, when it would be larger than allowed.</summary>
    public static byte[] EncodeBounded(RunReport report, int bytesMax)
    {
        var body = Encode(report);
        return body.Length <= bytesMax
            ? body
            : Encode(report with { Lines = [], Dropped = report.Dropped + report.Lines.Count });
    }

    /// <summary>Reads a message that anybody may have sent.</summary>
    /// <param name="bytesMax">Larger bodies are refused unread.</param>
    /// <param name="reason">Why it cannot be used, fit for a dead letter; null when it can.</param>
    public static bool TryDecode<T>(
        ReadOnlySpan<byte> body, int bytesMax,
        [NotNullWhen(true)] out T? message, [NotNullWhen(false)] out string? reason)
        where T : class
    {
        message = null;
        reason = body.IsEmpty ? "the body is empty"
            : body.Length > bytesMax ? $"the body has {body.Length} bytes, more than the {bytesMax} allowed"
            : !Utf8.IsValid(body) ? "the body is not UTF-8"
            : null;
        if (reason is not null)
        {
            return false;
        }

        try
        {
            message = JsonSerializer.Deserialize(body, TypeOf<T>());
            reason = message is null ? "the body is null" : MessageRules.Fault(message);
        }
        catch (JsonException e)
        {
            reason = $"the body cannot be read: {e.Message}";
        }

        message = reason is null ? message : null;
        return reason is null;
    }

    private static JsonTypeInfo<T> TypeOf<T>() =>
        (JsonTypeInfo<T>?)MessageJson.Default.GetTypeInfo(typeof(T))
        ?? throw new ArgumentException($"{typeof(T).Name} is no message type.");
}
