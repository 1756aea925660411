using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Workflow.Bridge.Logins;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents;

/// <summary>Makes an answer of what an agent sent.</summary>
internal static class AnswerReader
{
    private const int DetailCharactersMax = 500;
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The output of a 2xx answer; null when its body is empty.</summary>
    public static AgentAnswer ReadOutput(byte[] body, Redaction redaction)
    {
        var json = body.AsMemory(body.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0);
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return AgentAnswer.Of(RawJson.Null);
        }

        if (!Utf8.IsValid(json.Span))
        {
            return AgentAnswer.Unusable("It is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(json, Depth);
            return AgentAnswer.Of(redaction.Clean(RawJson.FromElement(document.RootElement)));
        }
        catch (JsonException error)
        {
            return AgentAnswer.Unusable($"It is no JSON: {error.Message}");
        }
    }

    /// <summary>The error of any other answer: from its problem body (RFC 9457), else its text.</summary>
    /// <param name="body">Null when it was too large to read.</param>
    public static AgentAnswer ReadRefusal(HttpStatusCode status, string? reason, byte[]? body, Redaction redaction)
    {
        reason = string.IsNullOrEmpty(reason) ? "" : $" ({redaction.Clean(reason)})";
        var title = $"The agent answered {(int)status}{reason}.";
        if (body is null || !Utf8.IsValid(body))
        {
            return AgentAnswer.Refused((int)status, title, null);
        }

        try
        {
            using var document = JsonDocument.Parse(body, Depth);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return AgentAnswer.Refused(
                    (int)status, Text(document.RootElement, "title", redaction) ?? title,
                    Text(document.RootElement, "detail", redaction));
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // No problem body: whatever it says is the detail.
        }

        return AgentAnswer.Refused((int)status, title, Cut(redaction.Clean(Encoding.UTF8.GetString(body).Trim())));
    }

    /// <summary>The error that ends an answer of lines: an object with title, detail and status, each of which may be
    /// left out.</summary>
    public static AgentAnswer ReadError(JsonElement error, Redaction redaction)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return AgentAnswer.Refused(500, "The agent failed.", Cut(redaction.Clean(error.ToString())));
        }

        var status = error.TryGetProperty("status", out var given) && given.ValueKind == JsonValueKind.Number
            && given.TryGetInt32(out var number) && number is >= 400 and <= 599 ? number : 500;
        return AgentAnswer.Refused(
            status, Text(error, "title", redaction) ?? "The agent failed.", Text(error, "detail", redaction));
    }

    private static string? Text(JsonElement problem, string name, Redaction redaction) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? Cut(redaction.Clean(value.GetString()!))
            : null;

    /// <returns>As much of it as an error tells; null when it is empty.</returns>
    public static string? Cut(string text) => text.Length == 0 ? null : Excerpt.Of(text, DetailCharactersMax);
}
