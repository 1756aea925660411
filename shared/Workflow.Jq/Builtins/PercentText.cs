using System.Buffers;
using System.Globalization;
using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>Percent-encoding of everything but RFC 3986's unreserved characters.</summary>
internal static class PercentText
{
    private static readonly SearchValues<char> Unreserved =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~");

    public static string Encode(string text)
    {
        if (text.AsSpan().IndexOfAnyExcept(Unreserved) < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length * 2);
        foreach (var unit in Encoding.UTF8.GetBytes(text))
        {
            if (unit < 128 && Unreserved.Contains((char)unit))
            {
                result.Append((char)unit);
            }
            else
            {
                result.Append('%').Append(unit.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return result.ToString();
    }

    public static bool TryDecode(string text, out string decoded)
    {
        var bytes = new List<byte>(text.Length);
        var source = Encoding.UTF8.GetBytes(text);
        decoded = "";
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] != '%')
            {
                bytes.Add(source[i]);
                continue;
            }

            if (i + 2 >= source.Length || !char.IsAsciiHexDigit((char)source[i + 1])
                || !char.IsAsciiHexDigit((char)source[i + 2]))
            {
                return false;
            }

            bytes.Add((byte)((Convert.FromHexString([(char)source[i + 1], (char)source[i + 2]]))[0]));
            i += 2;
        }

        decoded = Utf16.Repair(Encoding.UTF8.GetString([.. bytes]));
        return true;
    }
}
