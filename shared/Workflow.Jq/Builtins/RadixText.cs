using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>Base 64 and base 32 (RFC 4648). Padding may be missing when decoding.</summary>
internal static class RadixText
{
    private const string Letters32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Letters64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static string FromBase64(string text) => Decode(text, Letters64, 6, 64);

    public static string FromBase32(string text) => Decode(text, Letters32, 5, 32);

    public static string ToBase32(string text)
    {
        var result = new StringBuilder();
        var (held, bits) = (0, 0);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            held = (held << 8) | unit;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                result.Append(Letters32[(held >> (bits - 5)) & 31]);
            }

            held &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            result.Append(Letters32[(held << (5 - bits)) & 31]);
        }

        return result.Append('=', (8 - (result.Length % 8)) % 8).ToString();
    }

    private static string Decode(string text, string letters, int width, int radix)
    {
        var bytes = new List<byte>(text.Length);
        var (held, bits) = (0, 0);
        var body = text.AsSpan().TrimEnd('=');
        foreach (var letter in body)
        {
            var digit = letters.IndexOf(letter);
            if (digit < 0)
            {
                throw new JqException($"{JqWords.Of(JqValue.Sound(text))} is not valid base{radix} data");
            }

            held = (held << width) | digit;
            bits += width;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(held >> bits));
                held &= (1 << bits) - 1;
            }
        }

        if (bits >= width)
        {
            throw new JqException($"{JqWords.Of(JqValue.Sound(text))} trailing base{radix} byte found");
        }

        return Utf16.Repair(Encoding.UTF8.GetString([.. bytes]));
    }
}
