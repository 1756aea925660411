using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Workflow.Cli.Output;

/// <summary>JSON as YAML 1.2 in block style. What another reader might take for something else is quoted.</summary>
internal static partial class YamlText
{
    private const int Step = 2;

    /// <summary>Every line ends with a newline.</summary>
    public static string Of(JsonNode? node)
    {
        var text = new StringBuilder();
        Block(text, node, 0, isInline: false);
        return text.ToString();
    }

    /// <param name="isInline">The line has begun already, after a dash or a name.</param>
    private static void Block(StringBuilder text, JsonNode? node, int indent, bool isInline)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach (var (name, value) in members)
                {
                    Begin(text, indent, ref isInline);
                    text.Append(Scalar(name)).Append(':');
                    Value(text, value, indent);
                }

                break;
            case JsonArray { Count: > 0 } items:
                foreach (var item in items)
                {
                    Begin(text, indent, ref isInline);
                    text.Append("- ");
                    Block(text, item, indent + Step, isInline: true);
                }

                break;
            default:
                Begin(text, indent, ref isInline);
                text.Append(Leaf(node)).Append('\n');
                break;
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            text.Append('\n');
            Block(text, value, indent + Step, isInline: false);
        }
        else if (value is JsonValue && value.GetValueKind() == JsonValueKind.String
            && IsLiteral(value.GetValue<string>()))
        {
            var lines = value.GetValue<string>();
            text.Append(lines.EndsWith('\n') ? " |\n" : " |-\n");
            foreach (var line in lines.TrimEnd('\n').Split('\n'))
            {
                text.Append(line.Length > 0 ? new string(' ', indent + Step) + line : "").Append('\n');
            }
        }
        else
        {
            text.Append(' ').Append(Leaf(value)).Append('\n');
        }
    }

    private static void Begin(StringBuilder text, int indent, ref bool isInline)
    {
        if (!isInline)
        {
            text.Append(' ', indent);
        }

        isInline = false;
    }

    private static string Leaf(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Scalar(value.GetValue<string>()),
        _ => node.ToJsonString(),
    };

    private static string Scalar(string text) =>
        PlainText().IsMatch(text) && !Ambiguous().IsMatch(text)
        && !double.TryParse(text, NumberStyles.Any, CultureInfo.InvariantCulture, out _)
            ? text
            : Pair().Replace(JsonValue.Create(text).ToJsonString(JsonText.Compact), Whole);

    // JSON writes what lies beyond the first plane as two halves, which YAML does not know.
    private static string Whole(Match pair) => string.Concat(
        pair.Groups.Values.Skip(1).Select(half => (char)ushort.Parse(half.ValueSpan, NumberStyles.HexNumber)));

    // Several lines that a literal block gives back as they are.
    private static bool IsLiteral(string text) =>
        text.Contains('\n') && LiteralText().IsMatch(text) && !text.EndsWith("\n\n", StringComparison.Ordinal)
        && !text.StartsWith(' ') && !text.StartsWith('\n');

    [GeneratedRegex(@"\A[\p{L}/_$][\p{L}\p{N} _./+$()@^'""-]*(?<! )\z")]
    private static partial Regex PlainText();

    [GeneratedRegex(@"\A(?:true|false|null|yes|no|on|off|y|n)\z|\A~|\A\d{4}-", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();

    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})")]
    private static partial Regex Pair();

    [GeneratedRegex(@"\A(?:[^\p{C}]|\n)+\z")]
    private static partial Regex LiteralText();
}
