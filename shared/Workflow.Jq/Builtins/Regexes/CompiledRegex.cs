using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Workflow.Jq.Evaluation;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Regexes;

/// <summary>A pattern with its flags, ready to match. Kept for the next evaluation, up to a number.</summary>
internal sealed class CompiledRegex
{
    private const int MostKept = 100;
    private const int LongestPattern = 16_384;

    private static readonly ConcurrentDictionary<Key, CompiledRegex> Known = new();

    private CompiledRegex(string pattern, string flags, bool pairs, TimeSpan time)
    {
        var options = RegexOptions.CultureInvariant;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case 'g':
                    IsGlobal = true;
                    break;
                case 'i':
                    options |= RegexOptions.IgnoreCase;
                    break;
                case 'x':
                    options |= RegexOptions.IgnorePatternWhitespace;
                    break;
                case 'p':
                    options |= RegexOptions.Singleline;
                    break;
                case 'n':
                    SkipsEmpty = true;
                    break;
                case 's' or 'l':
                    break;
                default:
                    throw new JqException($"{flags} is not a valid modifier string");
            }
        }

        Regex = Build(pattern, options, pairs, time);
        Names = [.. Enumerable.Range(1, Math.Max(0, Regex.GetGroupNumbers().Length - 1))
            .Select(number => Regex.GroupNameFromNumber(Regex.GetGroupNumbers()[number]))
            .Select(name => char.IsAsciiDigit(name[0]) || RegexGroups.IsHidden(name) ? null : name)];
        Numbers = Regex.GetGroupNumbers()[1..];
    }

    public Regex Regex { get; }

    public bool IsGlobal { get; }

    /// <summary>Whether empty matches do not count.</summary>
    public bool SkipsEmpty { get; }

    /// <summary>The names of the capture groups from the first on, null for those without.</summary>
    public string?[] Names { get; }

    public int[] Numbers { get; }

    public static CompiledRegex Get(string pattern, string flags, bool pairs, TimeSpan time)
    {
        if (pattern.Length > LongestPattern)
        {
            throw new JqException($"{JqWords.Of(JqValue.Sound(pattern))} is too long for a regex");
        }

        var key = new Key(pattern, flags, pairs, time);
        if (Known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (Known.Count >= MostKept)
        {
            Known.Clear();
        }

        return Known[key] = new CompiledRegex(pattern, flags, pairs, time);
    }

    private sealed record Key(string Pattern, string Flags, bool Pairs, TimeSpan Time);

    // The linear engine refuses look-arounds, back references, atomic groups and very large repetitions.
    private static Regex Build(string pattern, RegexOptions options, bool pairs, TimeSpan time)
    {
        try
        {
            var translated = RegexTranslation.Translate(pattern, pairs, options.HasFlag(RegexOptions.Singleline));
            try
            {
                return new Regex(
                    translated, options | RegexOptions.NonBacktracking, RegexClock.Budget(time, true));
            }
            catch (NotSupportedException)
            {
                return new Regex(translated, options, RegexClock.Budget(time, false));
            }
        }
        catch (ArgumentException error)
        {
            throw new JqException($"{Utf16.Repair(pattern)} (at offset 0) is not a valid regex: {error.Message}");
        }
    }
}
