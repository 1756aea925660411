using System.Text.Json;
using System.Text.Json.Nodes;

namespace Workflow.Cli.Output;

/// <summary>Short ways into answers.</summary>
internal static class JsonPaths
{
    /// <summary>The node at a path of members, separated by dots; null where one is missing.</summary>
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    /// <summary>A string as it is, anything else as JSON; null for null.</summary>
    public static string? TextAt(this JsonNode? node, string path) => node.At(path) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        var other => other.ToJsonString(JsonText.Compact),
    };

    /// <summary>The rows of a list; none where it is missing.</summary>
    public static IEnumerable<JsonNode> RowsAt(this JsonNode? node, string path) =>
        (node.At(path) as JsonArray ?? []).OfType<JsonNode>();
}
