using System.Buffers.Text;
using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Text;

/// <summary>JSON strings that hold escapes.</summary>
internal static class StringEscapes
{
    /// <summary>Reads on to behind the closing quote; <paramref name="start"/> is behind the opening one.</summary>
    public static string ReadRest(ReadOnlySpan<byte> text, int start, ref int at, out string? problem)
    {
        var result = new StringBuilder();
        result.Append(Encoding.UTF8.GetString(text[start..at]));
        problem = null;
        while (at < text.Length)
        {
            if (text[at] == '"')
            {
                at++;
                return Utf16.Repair(result.ToString());
            }

            if (text[at] == '\\')
            {
                if (!TryRead(text[at..], out var escaped, out var length))
                {
                    problem = "Invalid escape";
                    at = Math.Min(text.Length, at + 2);
                    return "";
                }

                result.Append(escaped);
                at += length;
                continue;
            }

            var plain = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            plain = plain < 0 ? text.Length - at : plain;
            result.Append(Encoding.UTF8.GetString(text.Slice(at, plain)));
            at += plain;
        }

        problem = "Unfinished string";
        return "";
    }

    private static bool TryRead(ReadOnlySpan<byte> text, out char escaped, out int length)
    {
        length = 2;
        escaped = text.Length < 2 ? '\0' : (char)text[1];
        switch (escaped)
        {
            case '"' or '\\' or '/':
                return true;
            case 'b':
                escaped = '\b';
                return true;
            case 'f':
                escaped = '\f';
                return true;
            case 'n':
                escaped = '\n';
                return true;
            case 'r':
                escaped = '\r';
                return true;
            case 't':
                escaped = '\t';
                return true;
            case 'u' when text.Length >= 6 && Utf8Parser.TryParse(text.Slice(2, 4), out ushort unit, out var read, 'x')
                && read == 4:
                escaped = (char)unit;
                length = 6;
                return true;
            default:
                return false;
        }
    }
}
