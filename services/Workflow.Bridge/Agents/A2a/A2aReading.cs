using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Model;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>From what an agent has made to an output.</summary>
internal static class A2aReading
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    /// <summary>One artifact is its value, several are a list of theirs.</summary>
    public static RawJson OutputOf(IReadOnlyList<List<JsonElement>> artifacts) => artifacts.Count switch
    {
        0 => RawJson.Null,
        1 => ToJson(ValueOf(artifacts[0])),
        _ => ToJson(new JsonArray([.. artifacts.Select(ValueOf)])),
    };

    /// <summary>The text of a message's parts; empty for none.</summary>
    public static string TextOf(JsonElement message) => string.Concat(
        PartsOf(message).Select(part => part.TryGetProperty("text", out var text) ? text.ToString() : ""));

    /// <summary>The parts of a message or an artifact.</summary>
    public static List<JsonElement> PartsOf(JsonElement holder) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty("parts", out var parts)
        && parts.ValueKind == JsonValueKind.Array
            ? [.. parts.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object)]
            : [];

    /// <summary>With a file, all parts as they are; else their data, several as a list; else their text, as JSON where
    /// it is JSON.</summary>
    private static JsonNode? ValueOf(List<JsonElement> parts)
    {
        var data = parts.Where(part => part.TryGetProperty("data", out _)).ToList();
        var texts = parts.Where(part => part.TryGetProperty("text", out _)).ToList();
        if (data.Count + texts.Count < parts.Count)
        {
            return new JsonObject { ["parts"] = new JsonArray([.. parts.Select(Node)]) };
        }

        return data.Count switch
        {
            0 when texts.Count == 0 => null,
            0 => OfText(string.Concat(texts.Select(part => part.GetProperty("text").ToString()))),
            1 => Node(data[0].GetProperty("data")),
            _ => new JsonArray([.. data.Select(part => Node(part.GetProperty("data")))]),
        };
    }

    private static JsonNode? OfText(string text)
    {
        try
        {
            return JsonNode.Parse(text, null, Depth);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static JsonNode? Node(JsonElement element) =>
        JsonNode.Parse(Encoding.UTF8.GetBytes(element.GetRawText()), null, Depth);

    private static RawJson ToJson(JsonNode? node) =>
        node is null ? RawJson.Null : RawJson.FromText(node.ToJsonString());
}
