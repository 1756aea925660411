using System.Text;

namespace Workflow.Jq.Values;

/// <summary>Texts counted in code points, as jq does, over strings that .NET counts in UTF-16 units.</summary>
internal static class Utf16
{
    /// <summary>The text with every lone surrogate replaced by U+FFFD; the same object when there is none.</summary>
    public static string Repair(string text)
    {
        var at = text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
        {
            return text;
        }

        StringBuilder? repaired = null;
        for (var i = at; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i++;
                continue;
            }

            repaired ??= new StringBuilder(text);
            repaired[i] = '\uFFFD';
        }

        return repaired?.ToString() ?? text;
    }

    public static bool HasSurrogates(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    /// <summary>How many code points the text has.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var pairs = 0;
        var rest = text;
        for (int at; (at = rest.IndexOfAnyInRange('\uDC00', '\uDFFF')) >= 0; rest = rest[(at + 1)..])
        {
            pairs++;
        }

        return text.Length - pairs;
    }

    /// <summary>
    /// The UTF-16 index of the code point with that number, or the text's length when there are fewer.
    /// </summary>
    public static int IndexOf(string text, int codePoint)
    {
        if (!HasSurrogates(text))
        {
            return Math.Min(codePoint, text.Length);
        }

        var index = 0;
        while (codePoint-- > 0 && index < text.Length)
        {
            index += char.IsHighSurrogate(text[index]) ? 2 : 1;
        }

        return Math.Min(index, text.Length);
    }

    /// <summary>Order by code point, which differs from the order of UTF-16 units above U+D800.</summary>
    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        char a = left[common], b = right[common];
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
