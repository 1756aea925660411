using System.Text.RegularExpressions;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Regexes;

/// <summary>The matches of a pattern in a text, one after the other.</summary>
internal static class RegexMatches
{
    public static CompiledRegex Compile(Machine machine, JqValue input, JqValue pattern, JqValue flags)
    {
        if (input.Kind != JqKind.String)
        {
            throw new JqException($"{JqWords.Of(input)} cannot be matched, as it is not a string");
        }

        if (pattern.Kind != JqKind.String)
        {
            throw new JqException($"{JqWords.Of(pattern)} is not a string");
        }

        if (flags.Kind is not (JqKind.String or JqKind.Null))
        {
            throw new JqException($"{JqWords.Of(flags)} is not a string");
        }

        machine.Charge(pattern.Size);
        return CompiledRegex.Get(
            pattern.Chars, flags.AsString ?? "", Utf16.HasSurrogates(input.Chars), machine.Limits.RegexTime);
    }

    public static IEnumerable<Match> Find(Machine machine, CompiledRegex regex, string text, bool all)
    {
        for (var start = 0; start <= text.Length;)
        {
            machine.Step();
            var match = machine.Regexes.Match(regex.Regex, text, start);
            if (!match.Success)
            {
                yield break;
            }

            var end = match.Index + match.Length;
            if (SplitsPair(text, match.Index) || SplitsPair(text, end))
            {
                start = match.Index + 1;
                continue;
            }

            if (match.Length > 0 || !regex.SkipsEmpty)
            {
                yield return match;
            }

            if (!all && (match.Length > 0 || !regex.SkipsEmpty))
            {
                yield break;
            }

            var pair = match.Length == 0 && end + 1 < text.Length && char.IsHighSurrogate(text[end]);
            start = match.Length > 0 ? end : end + (pair ? 2 : 1);
        }
    }

    /// <summary>What takes no character, such as \B, also matches where no character ends.</summary>
    private static bool SplitsPair(string text, int at) =>
        at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);
}
