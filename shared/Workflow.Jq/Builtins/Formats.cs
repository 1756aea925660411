using System.Text;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>The <c>@name</c> formats.</summary>
internal static class Formats
{
    private static readonly Dictionary<string, Native> All = new()
    {
        ["text"] = (machine, input, _) => Conversions.ToText(machine, input),
        ["json"] = (machine, input, _) => Conversions.ToJson(machine, input),
        ["html"] = (machine, input, _) => OfText(machine, input, Html),
        ["uri"] = (machine, input, _) => OfText(machine, input, PercentText.Encode),
        ["urid"] = (machine, input, _) => OfText(machine, input, text =>
            PercentText.TryDecode(text, out var decoded) ? decoded
                : throw new JqException($"{JqWords.Of(input)} is not a valid uri encoding")),
        ["csv"] = (machine, input, _) => Row(machine, input, "csv", ",", text => $"\"{text.Replace("\"", "\"\"")}\""),
        ["tsv"] = (machine, input, _) => Row(machine, input, "tsv", "\t", Tsv),
        ["sh"] = (machine, input, _) => Shell(machine, input),
        ["base64"] = (machine, input, _) => OfText(machine, input, text =>
            Convert.ToBase64String(Encoding.UTF8.GetBytes(text))),
        ["base64d"] = (machine, input, _) => OfText(machine, input, RadixText.FromBase64),
        ["base32"] = (machine, input, _) => OfText(machine, input, RadixText.ToBase32),
        ["base32d"] = (machine, input, _) => OfText(machine, input, RadixText.FromBase32),
    };

    public static void Register(Catalogue catalogue) => catalogue
        .Add("format", 1, (machine, input, arguments) => Find(arguments[0].AsString ?? "") is { } format
            ? format(machine, input, [])
            : throw new JqException($"{arguments[0].AsString ?? JqWords.Of(arguments[0])} is not a valid format"));

    public static Native? Find(string name) => All.GetValueOrDefault(name);

    private static JqValue OfText(Machine machine, JqValue input, Func<string, string> format)
    {
        var text = Conversions.ToText(machine, input).Chars;
        machine.Charge(text.Length);
        return JqValue.Sound(format(text));
    }

    private static string Html(string text) => text
        .Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("'", "&apos;").Replace("\"", "&quot;");

    private static string Tsv(string text) => text
        .Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");

    private static JqValue Row(
        Machine machine, JqValue input, string format, string separator, Func<string, string> quote)
    {
        if (input.Kind != JqKind.Array)
        {
            throw new JqException($"{JqWords.Of(input)} cannot be {format}-formatted, only array");
        }

        machine.Charge(input.Size);
        var row = new StringBuilder();
        for (var i = 0; i < input.Count; i++)
        {
            var item = input.Span[i];
            row.Append(i > 0 ? separator : "");
            row.Append(item.Kind switch
            {
                JqKind.Null => "",
                JqKind.String => quote(item.Chars),
                JqKind.Number when double.IsNaN(item.Double) => "",
                JqKind.Array or JqKind.Object =>
                    throw new JqException($"{JqWords.Of(item)} is not valid in a {format} row"),
                _ => JsonOutput.ToText(item),
            });
        }

        return JqValue.Sound(row.ToString());
    }

    private static JqValue Shell(Machine machine, JqValue input)
    {
        machine.Charge(input.Size);
        ReadOnlySpan<JqValue> words = input.Kind == JqKind.Array ? input.Span : new[] { input };
        var line = new StringBuilder();
        foreach (var word in words)
        {
            line.Append(line.Length > 0 ? " " : "");
            line.Append(word.Kind switch
            {
                JqKind.String => $"'{word.Chars.Replace("'", "'\\''")}'",
                JqKind.Array or JqKind.Object =>
                    throw new JqException($"{JqWords.Of(word)} can not be escaped for shell"),
                _ => JsonOutput.ToText(word),
            });
        }

        return JqValue.Sound(line.ToString());
    }
}
