using System.Buffers;
using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Text;

/// <summary>Compact JSON as jq writes it: only what JSON demands is escaped, and U+007F.</summary>
internal static class JsonOutput
{
    /// <summary>Arrays and objects nested deeper are replaced by a mark.</summary>
    private const int DeepestOutput = 10_000;

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c), '"', '\\', '\u007f']);

    public static string ToText(JqValue value) => ToText(value, int.MaxValue);

    /// <summary>Stops soon after <paramref name="enough"/> characters.</summary>
    public static string ToText(JqValue value, int enough) => DeepCall.Run(Math.Min(value.Depth, enough), () =>
    {
        var text = new StringBuilder(Math.Min(value.Size, Math.Min(enough, 1 << 16)));
        Write(text, value, 0, enough);
        return text.ToString();
    });

    public static void WriteString(StringBuilder text, ReadOnlySpan<char> value)
    {
        text.Append('"');
        for (int at; (at = value.IndexOfAny(Escaped)) >= 0; value = value[(at + 1)..])
        {
            text.Append(value[..at]);
            _ = value[at] switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\t' => text.Append("\\t"),
                '\r' => text.Append("\\r"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                var c => text.Append("\\u").Append(((int)c).ToString("x4", null)),
            };
        }

        text.Append(value).Append('"');
    }

    private static void Write(StringBuilder text, JqValue value, int depth, int enough)
    {
        if (text.Length > enough)
        {
            return;
        }

        switch (value.Kind)
        {
            case JqKind.Null:
                text.Append("null");
                break;
            case JqKind.Boolean:
                text.Append(value.IsTruthy ? "true" : "false");
                break;
            case JqKind.Number:
                text.Append(NumberText.Print(value));
                break;
            case JqKind.String:
                WriteString(text, value.Chars.AsSpan(0, Math.Min(value.Chars.Length, enough)));
                break;
            default:
                if (depth > DeepestOutput)
                {
                    text.Append("\"<skipped: too deep>\"");
                }
                else if (value.Kind == JqKind.Array)
                {
                    WriteItems(text, value, depth, enough);
                }
                else
                {
                    WriteMembers(text, value, depth, enough);
                }

                break;
        }
    }

    private static void WriteItems(StringBuilder text, JqValue value, int depth, int enough)
    {
        text.Append('[');
        var first = true;
        foreach (var item in value.Span)
        {
            if (text.Length > enough)
            {
                return;
            }

            if (!first)
            {
                text.Append(',');
            }

            first = false;
            Write(text, item, depth + 1, enough);
        }

        text.Append(']');
    }

    private static void WriteMembers(StringBuilder text, JqValue value, int depth, int enough)
    {
        var members = value.Object_;
        text.Append('{');
        for (var i = 0; i < members.Count && text.Length <= enough; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            WriteString(text, members.Keys[i]);
            text.Append(':');
            Write(text, members.Values[i], depth + 1, enough);
        }

        text.Append('}');
    }
}
