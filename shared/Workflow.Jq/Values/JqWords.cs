namespace Workflow.Jq.Values;

/// <summary>How values are called in error messages.</summary>
internal static class JqWords
{
    private const int LongestExcerptBytes = 29;

    public static string Name(JqValue value) => value.Kind switch
    {
        JqKind.Null => "null",
        JqKind.Boolean => "boolean",
        JqKind.Number => "number",
        JqKind.String => "string",
        JqKind.Array => "array",
        _ => "object",
    };

    /// <summary>Kind and beginning of the value: <c>number (12)</c>.</summary>
    public static string Of(JqValue value) => $"{Name(value)} ({Excerpt(value)})";

    /// <summary>The value as JSON, cut to what fits in a message.</summary>
    public static string Excerpt(JqValue value)
    {
        var text = Text.JsonOutput.ToText(value, LongestExcerptBytes + 1);
        if (System.Text.Encoding.UTF8.GetByteCount(text) <= LongestExcerptBytes)
        {
            return text;
        }

        var close = value.Kind switch { JqKind.String => "\"", JqKind.Array => "]", JqKind.Object => "}", _ => "" };
        var room = LongestExcerptBytes - 3 - close.Length;
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if ((room -= rune.Utf8SequenceLength) < 0)
            {
                break;
            }

            length += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, length), "...", close);
    }
}
