using System.Globalization;
using System.Text;
using Workflow.Jq;

namespace Workflow.Cli.Jq;

/// <summary>Writes outputs as jq does.</summary>
internal sealed record JqPrinter
{
    /// <summary>What one level is indented by; null: everything on one line.</summary>
    public string? Indent { get; init; } = "  ";

    /// <summary>Strings as they are, without quotes.</summary>
    public bool IsRaw { get; init; }

    /// <summary>What is not ASCII as an escape; even a raw string is then quoted.</summary>
    public bool IsAscii { get; init; }

    public bool SortsKeys { get; init; }

    /// <summary>What follows every output.</summary>
    public string Ending { get; init; } = "\n";

    /// <exception cref="JqException">A string with NUL cannot be told from two strings that NUL ends.</exception>
    public void Print(JqValue value, Stream output)
    {
        if (Indent is null && !IsRaw && !IsAscii && !SortsKeys)
        {
            output.Write(value.ToUtf8());
            output.Write(Encoding.UTF8.GetBytes(Ending));
        }
        else
        {
            output.Write(Encoding.UTF8.GetBytes(Print(value)));
        }
    }

    private string Print(JqValue value)
    {
        if (IsRaw && !IsAscii && value.AsString is { } plain)
        {
            return Ending == "\0" && plain.Contains('\0')
                ? throw new JqException("Cannot dump a string containing NUL with --raw-output0 option")
                : plain + Ending;
        }

        var sorted = SortsKeys ? Sort(value) : value;
        var text = new StringBuilder();
        if (Indent is null)
        {
            text.Append(sorted.ToJson());
        }
        else
        {
            Write(text, sorted, "\n");
        }

        if (IsAscii)
        {
            Escape(text);
        }

        return text.Append(Ending).ToString();
    }

    private static JqValue Sort(JqValue value) => value.Kind switch
    {
        JqKind.Array => JqValue.Array(value.Items.Select(Sort)),
        JqKind.Object => JqValue.Object(value.Members
            .OrderBy(member => JqValue.String(member.Key))
            .Select(member => KeyValuePair.Create(member.Key, Sort(member.Value)))),
        _ => value,
    };

    private static void Escape(StringBuilder text)
    {
        var plain = text.ToString();
        text.Clear();
        foreach (var c in plain)
        {
            _ = c < 128 ? text.Append(c) : text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }
    }

    private void Write(StringBuilder text, JqValue value, string line)
    {
        if (value.Count == 0)
        {
            text.Append(value.ToJson());
            return;
        }

        var inner = line + Indent;
        var isObject = value.Kind == JqKind.Object;
        var separator = isObject ? '{' : '[';
        foreach (var (key, item) in isObject
            ? value.Members
            : value.Items.Select(item => KeyValuePair.Create("", item)))
        {
            text.Append(separator).Append(inner);
            separator = ',';
            if (isObject)
            {
                text.Append(JqValue.String(key).ToJson()).Append(": ");
            }

            Write(text, item, inner);
        }

        text.Append(line).Append(isObject ? '}' : ']');
    }
}
