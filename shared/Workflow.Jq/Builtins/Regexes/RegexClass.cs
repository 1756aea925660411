using System.Text;

namespace Workflow.Jq.Builtins.Regexes;

/// <summary>A bracketed class of a pattern, with POSIX classes and \h inside.</summary>
internal static class RegexClass
{
    private static readonly Dictionary<string, string> Posix = new()
    {
        ["alnum"] = "\\p{L}\\p{M}\\p{Nd}",
        ["alpha"] = "\\p{L}\\p{M}",
        ["ascii"] = "\\x00-\\x7F",
        ["blank"] = "\\p{Zs}\\t",
        ["cntrl"] = "\\p{Cc}\\p{Cf}",
        ["digit"] = "\\p{Nd}",
        ["graph"] = "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}",
        ["lower"] = "\\p{Ll}",
        ["print"] = "\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}",
        ["punct"] = "\\p{P}$+<=>^`|~",
        ["space"] = "\\s\\x85",
        ["upper"] = "\\p{Lu}",
        ["word"] = "\\w",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>What stands in a class for a property by its name.</summary>
    public static string Property(string name) =>
        Posix.TryGetValue(name.ToLowerInvariant(), out var set) ? set : $"\\p{{{name}}}";

    /// <summary>Translates the class that begins at <paramref name="at"/>; returns the index behind it.</summary>
    public static int Translate(ReadOnlySpan<char> pattern, int at, bool pairs, StringBuilder result)
    {
        var set = new StringBuilder();
        var wide = new List<string>();
        at++;
        var negated = at < pattern.Length && pattern[at] == '^';
        at += negated ? 1 : 0;
        var first = true;
        for (; at < pattern.Length && (first || pattern[at] != ']'); first = false)
        {
            at = char.IsHighSurrogate(pattern[at]) && at + 1 < pattern.Length
                ? Wide(pattern, at, wide)
                : Item(pattern, at, set);
        }

        if (at >= pattern.Length)
        {
            throw new ArgumentException("premature end of char-class");
        }

        Append(result, set, wide, negated, pairs);
        return at + 1;
    }

    private static void Append(StringBuilder result, StringBuilder set, List<string> wide, bool negated, bool pairs)
    {
        var others = string.Join('|', wide);
        if (negated)
        {
            result.Append(wide.Count > 0 ? $"(?:(?!{others})" : "(?:");
            result.Append(pairs ? $"(?:{RegexTranslation.Pair}|[^{set}{RegexTranslation.Halves}])" : $"[^{set}]");
            result.Append(')');
        }
        else
        {
            result.Append(wide.Count == 0 ? $"[{set}]" : set.Length == 0 ? $"(?:{others})" : $"(?:[{set}]|{others})");
        }
    }

    /// <summary>A character of two UTF-16 units, or a range of them, as alternatives.</summary>
    private static int Wide(ReadOnlySpan<char> pattern, int at, List<string> wide)
    {
        var (high, low) = (pattern[at], pattern[at + 1]);
        at += 2;
        var isRange = at + 2 < pattern.Length && pattern[at] == '-' && char.IsHighSurrogate(pattern[at + 1]);
        var (lastHigh, lastLow) = isRange ? (pattern[at + 1], pattern[at + 2]) : (high, low);
        if ((lastHigh, lastLow).CompareTo((high, low)) < 0)
        {
            throw new ArgumentException("empty range in char class");
        }

        if (high == lastHigh)
        {
            wide.Add($"{high}[{low}-{lastLow}]");
        }
        else
        {
            wide.Add($"{high}[{low}-\\uDFFF]");
            wide.Add($"{lastHigh}[\\uDC00-{lastLow}]");
            if (lastHigh - high > 1)
            {
                wide.Add($"[{(char)(high + 1)}-{(char)(lastHigh - 1)}][\\uDC00-\\uDFFF]");
            }
        }

        return isRange ? at + 3 : at;
    }

    private static int Item(ReadOnlySpan<char> pattern, int at, StringBuilder result)
    {
        var c = pattern[at];
        if (c == '[' && pattern[at..].StartsWith("[:"))
        {
            var end = pattern[at..].IndexOf(":]");
            var name = end < 0 ? [] : pattern.Slice(at + 2, end - 2);
            var inverted = name.StartsWith("^");
            if (!inverted && Posix.TryGetValue(name.ToString(), out var set))
            {
                result.Append(set);
                return at + end + 2;
            }

            throw new ArgumentException("invalid POSIX bracket type");
        }

        if (c == '\\' && at + 1 < pattern.Length)
        {
            _ = pattern[at + 1] switch
            {
                'h' => result.Append("0-9a-fA-F"),
                'R' or 'X' or 'A' or 'z' or 'Z' or 'G' => result.Append(pattern[at + 1]),
                var escaped => result.Append('\\').Append(escaped),
            };
            return at + 2;
        }

        if (c is '[' or ']')
        {
            result.Append('\\');
        }

        result.Append(c);
        return at + 1;
    }
}
