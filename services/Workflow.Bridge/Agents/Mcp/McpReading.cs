using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents.Mcp;

/// <summary>From a task's input to a tool's arguments, and from its result to an answer.</summary>
internal static class McpReading
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    /// <returns>The members of an object, nothing of null; null of anything else.</returns>
    public static Dictionary<string, object?>? ArgumentsOf(RawJson input)
    {
        if (input.IsNull)
        {
            return [];
        }

        using var document = JsonDocument.Parse(input.Utf8, Depth);
        return document.RootElement.ValueKind != JsonValueKind.Object
            ? null
            : document.RootElement.EnumerateObject().ToDictionary(
                member => member.Name, object? (member) => member.Value.Clone());
    }

    /// <summary>Of a result: its structured content; else its text, as JSON where it is JSON; else its content as it
    /// is. Of a failed one: its text.</summary>
    public static AgentAnswer Answer(string tool, CallToolResult result, Redaction redaction, int bytesMax)
    {
        var content = result.Content ?? [];
        var texts = content.OfType<TextContentBlock>().Select(block => block.Text).ToList();
        var text = string.Join('\n', texts);
        if (result.IsError is true)
        {
            return AgentAnswer.Refused(500, $"The tool '{tool}' failed.", AnswerReader.Cut(redaction.Clean(text)));
        }

        var output = result.StructuredContent is { ValueKind: not JsonValueKind.Undefined } structured
            ? RawJson.FromElement(structured)
            : content.Count == 0 ? RawJson.Null
            : texts.Count == content.Count ? OfText(text)
            : new RawJson(JsonSerializer.SerializeToUtf8Bytes(
                new CallToolResult { Content = content }, McpJsonUtilities.DefaultOptions));
        return output.Utf8.Length > bytesMax
            ? AgentAnswer.Unusable($"It is larger than {bytesMax} bytes.")
            : AgentAnswer.Of(redaction.Clean(output));
    }

    private static RawJson OfText(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(text), Depth);
            return RawJson.FromElement(document.RootElement);
        }
        catch (JsonException)
        {
            return new RawJson(JsonSerializer.SerializeToUtf8Bytes(text));
        }
    }
}
