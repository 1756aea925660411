using System.Text.Json;
using System.Text.Unicode;
using Workflow.Api.Http;
using Workflow.Model;

namespace Workflow.Api.Callbacks;

/// <summary>Reads what agents call back: the same that they may answer at once. JSON is the output, a problem is a
/// failure, and lines say whatever lines of an answer say.</summary>
internal static class CallbackReader
{
    public const string Lines = "application/x-ndjson";
    private const string Problem = "application/problem+json";
    private const int DetailCharactersMax = 500;

    public static readonly string[] MediaTypes = ["application/json", Problem, Lines];

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <param name="checkpointBytesMax">Of a checkpoint.</param>
    /// <returns>The content, or what is wrong with it.</returns>
    public static (CallbackContent? Content, Problem? Problem) Read(
        ReadOnlyMemory<byte> body, string? mediaType, int checkpointBytesMax)
    {
        var text = body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;
        if (!Utf8.IsValid(text.Span))
        {
            return (null, Problems.MalformedJson(1, 1, "The body is not UTF-8."));
        }

        var type = mediaType?.Split(';')[0].Trim().ToLowerInvariant();
        if (type == Lines)
        {
            return ReadLines(text, checkpointBytesMax);
        }

        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return (new CallbackContent(type == Problem ? null : RawJson.Null, Empty(type), default), null);
        }

        try
        {
            using var document = JsonDocument.Parse(text, Depth);
            return (type == Problem
                ? new CallbackContent(null, ErrorOf(document.RootElement), default)
                : new CallbackContent(RawJson.FromElement(document.RootElement), null, default), null);
        }
        catch (JsonException error)
        {
            return (null, Malformed(1, error));
        }
        catch (InvalidOperationException) when (JsonBody.HalfName(text.Span, Depth.MaxDepth) is { } half)
        {
            return (null, half);
        }
    }

    private static (CallbackContent? Content, Problem? Problem) ReadLines(
        ReadOnlyMemory<byte> text, int checkpointBytesMax)
    {
        var content = new CallbackContent(null, null, default);
        for (var number = 1; !text.IsEmpty && !content.IsAnswer; number++)
        {
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                continue;
            }

            try
            {
                using var document = JsonDocument.Parse(line, Depth);
                if (document.RootElement.ValueKind != JsonValueKind.Object)
                {
                    return (null, CallbackProblems.NoObject(number));
                }

                content = Add(content, document.RootElement);
            }
            catch (JsonException error)
            {
                return (null, Malformed(number, error));
            }
            catch (InvalidOperationException) when (JsonBody.HalfName(line.Span, Depth.MaxDepth, number) is { } half)
            {
                return (null, half);
            }

            if (content.Checkpoint.Utf8.Length > checkpointBytesMax)
            {
                return (null, CallbackProblems.CheckpointTooLarge(
                    number, content.Checkpoint.Utf8.Length, checkpointBytesMax));
            }
        }

        return (content, null);
    }

    private static CallbackContent Add(CallbackContent content, JsonElement line)
    {
        CheckNames(line);
        if (line.TryGetProperty("checkpoint", out var checkpoint))
        {
            content = content with { Checkpoint = RawJson.FromElement(checkpoint) };
        }

        if (line.TryGetProperty("error", out var error))
        {
            return content with { Error = ErrorOf(error) };
        }

        return line.TryGetProperty("result", out var result)
            ? content with { Output = RawJson.FromElement(result) }
            : content;
    }

    private static AgentError? Empty(string? type) =>
        type == Problem ? new AgentError(StandardErrors.Communication, 500, "The agent failed.", null) : null;

    /// <summary>Each member may be left out; what is no object is the detail.</summary>
    private static AgentError ErrorOf(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object)
        {
            return new AgentError(StandardErrors.Communication, 500, "The agent failed.", Said(error));
        }

        CheckNames(error);
        var status = error.TryGetProperty("status", out var given) && given.ValueKind == JsonValueKind.Number
            && given.TryGetInt32(out var number) && number is >= 400 and <= 599 ? number : 500;
        return new AgentError(
            StandardErrors.Communication, status, Text(error, "title") ?? "The agent failed.", Text(error, "detail"));
    }

    /// <summary>A look-up stumbles over a name that is no text on some ways to its member, and on others not.</summary>
    /// <exception cref="InvalidOperationException">A name holds half of a surrogate pair.</exception>
    private static void CheckNames(JsonElement json)
    {
        foreach (var member in json.EnumerateObject())
        {
            _ = member.Name;
        }
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Said(value) : null;

    private static string? Said(JsonElement value)
    {
        try
        {
            return value.ToString() is { Length: > 0 } text ? Excerpt.Of(text, DetailCharactersMax) : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a pair of surrogates is no text.
            return null;
        }
    }

    private static Problem Malformed(int line, JsonException error) => Problems.MalformedJson(
        line + (error.LineNumber ?? 0), (error.BytePositionInLine ?? 0) + 1, error.Message.Split(" LineNumber:")[0]);
}
