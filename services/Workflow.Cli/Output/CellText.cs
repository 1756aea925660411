using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Cli.Run;

namespace Workflow.Cli.Output;

/// <summary>Values as cells of a table.</summary>
internal static class CellText
{
    /// <summary>Empty for null; times to the second; lists by commas.</summary>
    public static string Of(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Safe(Time(value.GetValue<string>())),
        JsonArray list when list.All(item => item is JsonValue) => string.Join(",", list.Select(Of)),
        _ => Safe(node.ToJsonString(JsonText.Compact)),
    };

    public static string Duration(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<long>(out var milliseconds)
            ? StepText.Of(TimeSpan.FromMilliseconds(milliseconds))
            : "";

    /// <summary>Without characters that would steer a terminal: texts come from others.</summary>
    public static string Safe(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        return string.Concat(text.Select(c => c is '\n' or '\t' ? " " : char.IsControl(c) ? "\uFFFD" : c.ToString()));
    }

    // Such as 2026-11-21T03:42:41.433166Z: in a table the fraction says nothing.
    private static string Time(string text) =>
        text is { Length: >= 20 and <= 32 } && text[10] == 'T' && text[^1] == 'Z'
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            ? time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : text;
}
