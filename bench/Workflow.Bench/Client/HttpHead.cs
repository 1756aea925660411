using System.Text;

namespace Workflow.Bench.Client;

/// <summary>What the head of an answer says that the client has to know.</summary>
internal readonly record struct HttpHead(int Status, int Length, bool IsChunked, bool Waited)
{
    /// <param name="head">Up to the empty line, which is not part of it.</param>
    public static HttpHead Parse(ReadOnlySpan<byte> head)
    {
        var parsed = new HttpHead(Number(head[9..12], 10), 0, false, false);
        while (head.IndexOf("\r\n"u8) is var end and >= 0)
        {
            head = head[(end + 2)..];
            var line = head.IndexOf("\r\n"u8) is var next and >= 0 ? head[..next] : head;
            var colon = line.IndexOf((byte)':');
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (Is(name, "content-length"u8))
            {
                parsed = parsed with { Length = Number(value, 10) };
            }
            else if (Is(name, "transfer-encoding"u8))
            {
                parsed = parsed with { IsChunked = Is(value, "chunked"u8) };
            }
            else if (Is(name, "preference-applied"u8))
            {
                parsed = parsed with { Waited = value.StartsWith("wait"u8) };
            }
        }

        return parsed;
    }

    /// <summary>The digits at the beginning, as a number.</summary>
    public static int Number(ReadOnlySpan<byte> text, int radix)
    {
        var number = 0;
        foreach (var c in text)
        {
            var digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
            if (digit < 0 || digit >= radix)
            {
                break;
            }

            number = number * radix + digit;
        }

        return number;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text, word);
}
