using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Workflow.Database.DeadLetters;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.DeadLetters;

/// <summary>Makes rows of the topic's messages. A letter that cannot be read itself is kept as it came.</summary>
public static class LetterReader
{
    public static NewDeadLetter Read(in ReceivedMessage message, Guid id, DateTimeOffset now, int bytesMax) =>
        MessageCodec.TryDecode<DeadLetter>(message.Value, bytesMax, out var letter, out var fault)
            ? Of(letter, id)
            : Unreadable(message, id, now, $"The letter itself cannot be read: {fault}.");

    /// <summary>The run that a body is about, where that can be read; else null.</summary>
    public static Guid? RunIdOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 520 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("run_id", out var id)
                && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var runId) && runId != Guid.Empty
                ? runId
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair is no text.
            return null;
        }
    }

    private static NewDeadLetter Of(DeadLetter letter, Guid id)
    {
        var (body, bytes) = Split(letter.Body, letter.BodyBase64);
        return new NewDeadLetter(
            id, Clean(letter.Reason), Clean(letter.Topic), letter.Partition, letter.Offset, letter.SentAt,
            body is null ? null : RunIdOf(Encoding.UTF8.GetBytes(body)), letter.Key is null ? null : Clean(letter.Key),
            body, bytes, HeadersOf(letter), letter.Timestamp);
    }

    private static NewDeadLetter Unreadable(in ReceivedMessage message, Guid id, DateTimeOffset now, string reason)
    {
        var value = message.Value ?? [];
        var isText = Utf8.IsValid(value) && !value.Contains((byte)0);
        return new NewDeadLetter(
            id, Clean(reason), message.Topic, message.Partition, message.Offset, message.SentAt, RunIdOf(value),
            message.Key is { } key && Utf8.IsValid(key) ? Clean(Encoding.UTF8.GetString(key)) : null,
            isText ? Encoding.UTF8.GetString(value) : null, isText ? null : value, default, now);
    }

    /// <summary>PostgreSQL's text takes no NUL: such a body is kept as bytes.</summary>
    private static (string? Text, byte[]? Bytes) Split(string? text, string? base64)
    {
        if (text is not null)
        {
            return text.Contains('\0') ? (null, Encoding.UTF8.GetBytes(text)) : (text, null);
        }

        var bytes = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", bytes, out var length)
            ? (null, bytes[..length])
            : (base64, null);
    }

    private static RawJson HeadersOf(DeadLetter letter) => letter.Headers is not { Count: > 0 } headers
        ? default
        : new RawJson(JsonSerializer.SerializeToUtf8Bytes(
            headers.ToDictionary(pair => Clean(pair.Key), pair => Clean(pair.Value)),
            LetterJson.Default.DictionaryStringString));

    private static string Clean(string text) => text.Replace('\0', '\uFFFD');
}
