using System.Text.Json;
using ModelContextProtocol.Protocol;
using Workflow.Model;

namespace Workflow.Cli.Mcp;

/// <summary>Compares a call's arguments with the tool's schema: those that are unknown, missing or of another
/// type.</summary>
internal static class ArgumentCheck
{
    private const int ShownMax = 100;

    /// <returns>The first mistake, with its remedy; null when there is none.</returns>
    public static string? Find(Tool tool, IDictionary<string, JsonElement>? arguments)
    {
        var schema = tool.InputSchema;
        var known = schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)
            : [];
        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            if (!known.TryGetValue(name, out var property))
            {
                return $"{tool.Name} takes no argument '{name}'. It takes: {string.Join(", ", known.Keys)}.";
            }

            if (TypesOf(property) is { Count: > 0 } types && !types.Any(type => IsOf(type, value)))
            {
                return $"{name} is {Shown(value)}; give it as {string.Join(" or ", types)}.";
            }
        }

        return schema.TryGetProperty("required", out var required)
            ? required.EnumerateArray().Select(name => name.GetString()!)
                .Where(name => arguments?.ContainsKey(name) != true)
                .Select(name => $"{tool.Name} needs the argument '{name}': {DescriptionOf(known[name])}")
                .FirstOrDefault()
            : null;
    }

    private static List<string> TypesOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
        : [type.GetString()!];

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private static string DescriptionOf(JsonElement schema) =>
        schema.TryGetProperty("description", out var text) ? text.GetString()! : "see the tool's schema.";

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return Excerpt.Of(text, ShownMax);
    }
}
