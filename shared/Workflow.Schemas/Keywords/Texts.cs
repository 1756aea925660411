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
        // Patterns are those of ECMAScript, whose classes are ASCII; it has no \p there, which .NET has elsewhere.
        var options = pattern.Contains(@"\p", StringComparison.OrdinalIgnoreCase)
            ? RegexOptions.CultureInvariant : RegexOptions.ECMAScript;
        try
        {
            return new Regex(pattern, options, MatchTime);
        }
        catch (ArgumentException) when (options == RegexOptions.ECMAScript && IsPattern(pattern))
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTime);
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

    private static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, MatchTime);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static int LengthOf(string text) => text.EnumerateRunes().Count();

    private sealed record TextBound(Func<string, bool> IsMet, string Words) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            value.AsString is not { } text || IsMet(text)
            || check.Fails(place, $"{Words}, but is {Kinds.Of(value)}");
    }
}
