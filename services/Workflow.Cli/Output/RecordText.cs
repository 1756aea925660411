using System.Text;
using System.Text.Json.Nodes;

namespace Workflow.Cli.Output;

/// <summary>One thing as lines for people: a name and a value each; what has parts of its own is indented
/// below.</summary>
internal static class RecordText
{
    private const int Indent = 2;

    /// <summary>What is null is left out.</summary>
    public static string Of(JsonObject facts)
    {
        var told = facts.Where(fact => fact.Value is not null).ToList();
        var width = told.Select(fact => fact.Key.Length).DefaultIfEmpty(0).Max() + Indent;
        var text = new StringBuilder();
        foreach (var (name, value) in told)
        {
            if (value is JsonObject { Count: > 0 } || value is JsonArray { Count: > 0 } list && list.Any(IsDeep))
            {
                text.Append(name).Append('\n');
                foreach (var line in YamlText.Of(value).TrimEnd('\n').Split('\n'))
                {
                    text.Append(' ', Indent).Append(line).Append('\n');
                }
            }
            else
            {
                text.Append($"{name.PadRight(width)}{CellText.Of(value)}".TrimEnd()).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsDeep(JsonNode? item) => item is JsonObject or JsonArray;
}
