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

    /// <summary>Translates the class that begins at <paramref name="at"/>; returns the index behind it.</summary>
    public static int Translate(ReadOnlySpan<char> pattern, int at, out string translated, out bool negated)
    {
        var result = new StringBuilder("[");
        at++;
        negated = at < pattern.Length && pattern[at] == '^';
        if (negated)
        {
            result.Append('^');
            at++;
        }

        var first = true;
        for (; at < pattern.Length && (first || pattern[at] != ']'); first = false)
        {
            at = Item(pattern, at, result);
        }

        if (at >= pattern.Length)
        {
            throw new ArgumentException("premature end of char-class");
        }

        translated = result.Append(']').ToString();
        return at + 1;
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
