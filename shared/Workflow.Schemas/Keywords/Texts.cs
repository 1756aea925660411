using System.Text;
using System.Text.RegularExpressions;
using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary>Length and pattern of texts. Lengths count characters as people do, not halves of them.</summary>
internal static class Texts
{
    private static readonly TimeSpan MatchTime = TimeSpan.FromMilliseconds(250);

    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Count("minLength") is { } least)
        {
            yield return new TextBound(text => LengthOf(text) >= least, $"must have at least {least} characters");
        }

        if (schema.Count("maxLength") is { } most)
        {
            yield return new TextBound(text => LengthOf(text) <= most, $"must have at most {most} characters");
        }

        if (schema.Text("pattern") is { } pattern)
        {
            var regex = PatternOf(schema, "pattern", pattern);
            yield return new TextBound(text => IsMatch(regex, text), $"must match {pattern}");
        }
    }

    /// <exception cref="JsonSchemaException">It is no pattern.</exception>
    public static Regex PatternOf(SchemaObject schema, string keyword, string pattern)
    {
        try
        {
            var regex = Compiled(pattern);
            return WithStrictEnds(pattern) is var strict && strict == pattern ? regex : Compiled(strict);
        }
        catch (ArgumentException error)
        {
            throw new JsonSchemaException(
                $"{schema.Pointer}/{keyword}", $"is no regular expression: {error.Message.TrimEnd('.')}");
        }
    }

    /// <summary>A pattern that takes too long counts as not met.</summary>
    public static bool IsMatch(Regex regex, string text)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    // Patterns are those of ECMAScript, whose classes are ASCII; it has no \p there, which .NET has elsewhere.
    private static Regex Compiled(string pattern)
    {
        if (!pattern.Contains(@"\p", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return new Regex(pattern, RegexOptions.ECMAScript, MatchTime);
            }
            catch (ArgumentException)
            {
                // Some are patterns only without the option.
            }
        }

        return new Regex(pattern, RegexOptions.CultureInvariant, MatchTime);
    }

    // To ECMAScript `$` is the very end, to .NET also the place before a line feed that ends the text.
    private static string WithStrictEnds(string pattern)
    {
        if (!pattern.Contains('$') || Regex.IsMatch(pattern, @"\(\?[a-z]*m"))
        {
            // With (?m), it is the end of every line.
            return pattern;
        }

        var strict = new StringBuilder();
        int? classFrom = null;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                strict.Append(pattern, i++, 2);
                continue;
            }

            if (pattern[i] == '[' && classFrom is null)
            {
                // A bracket that a class begins with is one of its characters.
                classFrom = i + (pattern.AsSpan(i).StartsWith("[^") ? 2 : 1);
            }
            else if (pattern[i] == ']' && i > classFrom)
            {
                classFrom = null;
            }

            strict.Append(pattern[i] == '$' && classFrom is null ? "(?!\n)$" : pattern[i].ToString());
        }

        return strict.ToString();
    }

    private static int LengthOf(string text) => text.EnumerateRunes().Count();

    private sealed record TextBound(Func<string, bool> IsMet, string Words) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            value.AsString is not { } text || IsMet(text)
            || check.Fails(place, $"{Words}, but is {Kinds.Of(value)}");
    }
}
