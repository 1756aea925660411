using System.Buffers;
using System.Globalization;
using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Text;

/// <summary>Compact JSON as jq writes it: only what JSON demands is escaped, and U+007F.</summary>
internal static class JsonOutput
{
    /// <summary>Arrays and objects nested deeper are replaced by a mark.</summary>
    private const int DeepestOutput = 10_000;

    private const int LongestPlainNumber = 32;

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(c => (char)c), '"', '\\', '\u007f']);

    private delegate T Reading<out T>(ReadOnlySpan<byte> utf8);

    public static string ToText(JqValue value) => ToText(value, int.MaxValue);

    /// <summary>Stops soon after <paramref name="enough"/> bytes of UTF-8.</summary>
    public static string ToText(JqValue value, int enough) =>
        Write(value, enough, static utf8 => Encoding.UTF8.GetString(utf8));

    public static byte[] ToUtf8(JqValue value) => Write(value, int.MaxValue, static utf8 => utf8.ToArray());

    private static T Write<T>(JqValue value, int enough, Reading<T> read) =>
        DeepCall.Run(Math.Min(value.Depth, enough), () =>
        {
            var text = new Utf8Buffer(Math.Min(value.Size, Math.Min(enough, 1 << 16)));
            try
            {
                Write(ref text, value, 0, enough);
                return read(text.Written);
            }
            finally
            {
                text.Dispose();
            }
        });

    private static void Write(ref Utf8Buffer text, JqValue value, int depth, int enough)
    {
        if (text.Length > enough)
        {
            return;
        }

        switch (value.Kind)
        {
            case JqKind.Null:
                text.Add("null"u8);
                break;
            case JqKind.Boolean:
                text.Add(value.IsTruthy ? "true"u8 : "false"u8);
                break;
            case JqKind.Number:
                WriteNumber(ref text, value);
                break;
            case JqKind.String:
                WriteString(ref text, value.Chars.AsSpan(0, Math.Min(value.Chars.Length, enough)));
                break;
            case JqKind.Array or JqKind.Object when depth > DeepestOutput:
                text.Add("\"<skipped: too deep>\""u8);
                break;
            case JqKind.Array:
                WriteItems(ref text, value, depth, enough);
                break;
            default:
                WriteMembers(ref text, value.Object_, depth, enough);
                break;
        }
    }

    private static void WriteNumber(ref Utf8Buffer text, JqValue value)
    {
        if (NumberText.TryPrintPlain(value, text.Room(LongestPlainNumber), out var length))
        {
            text.Advance(length);
        }
        else
        {
            text.Add(NumberText.Print(value));
        }
    }

    private static void WriteString(ref Utf8Buffer text, ReadOnlySpan<char> value)
    {
        text.Add('"');
        for (int at; (at = value.IndexOfAny(Escaped)) >= 0; value = value[(at + 1)..])
        {
            text.Add(value[..at]);
            WriteEscape(ref text, value[at]);
        }

        text.Add(value);
        text.Add('"');
    }

    private static void WriteEscape(ref Utf8Buffer text, char escaped)
    {
        text.Add('\\');
        switch (escaped)
        {
            case '"' or '\\':
                text.Add(escaped);
                break;
            case '\n':
                text.Add('n');
                break;
            case '\t':
                text.Add('t');
                break;
            case '\r':
                text.Add('r');
                break;
            case '\b':
                text.Add('b');
                break;
            case '\f':
                text.Add('f');
                break;
            default:
                text.Add('u');
                text.Add(((int)escaped).ToString("x4", CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void WriteItems(ref Utf8Buffer text, JqValue value, int depth, int enough)
    {
        text.Add('[');
        var items = value.Span;
        for (var i = 0; i < items.Length; i++)
        {
            if (text.Length > enough)
            {
                return;
            }

            if (i > 0)
            {
                text.Add(',');
            }

            Write(ref text, items[i], depth + 1, enough);
        }

        text.Add(']');
    }

    private static void WriteMembers(ref Utf8Buffer text, ObjectMembers members, int depth, int enough)
    {
        text.Add('{');
        for (var i = 0; i < members.Count && text.Length <= enough; i++)
        {
            if (i > 0)
            {
                text.Add(',');
            }

            WriteString(ref text, members.Keys[i]);
            text.Add(':');
            Write(ref text, members.Values[i], depth + 1, enough);
        }

        text.Add('}');
    }
}
