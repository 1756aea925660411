using System.Text.RegularExpressions;

namespace Workflow.Model;

/// <summary>Names values of a payload, in the part of JSONPath (RFC 9535) that needs no comparison: <c>$</c>, then
/// <c>.name</c>, <c>['any name']</c>, <c>.*</c> or <c>[*]</c> (every member and item), and <c>..name</c> (that member
/// at any depth).</summary>
public sealed partial class RedactionPath
{
    private RedactionPath(IReadOnlyList<Segment> segments) => Segments = segments;

    internal IReadOnlyList<Segment> Segments { get; }

    /// <exception cref="FormatException">It is no such path; the message says why.</exception>
    public static RedactionPath Parse(string text)
    {
        if (!text.StartsWith('$') || text.Length == 1)
        {
            throw new FormatException($"'{text}' is no path to a value: begin with $, such as $.customer.iban.");
        }

        var segments = new List<Segment>();
        for (var at = 1; at < text.Length;)
        {
            if (One().Match(text, at) is not { Success: true } match)
            {
                throw new FormatException(
                    $"'{text}' cannot be read from '{text[at..]}' on: use .name, ['name'], .*, [*] or ..name.");
            }

            var name = match.Groups["name"].Success ? match.Groups["name"].Value : null;
            segments.Add(new Segment(name, IsDeep: match.Groups["deep"].Success));
            at += match.Length;
        }

        return new RedactionPath(segments);
    }

    /// <summary>The same below members of an object.</summary>
    internal RedactionPath Below(IEnumerable<string> members) =>
        new([.. members.Select(member => new Segment(member, IsDeep: false)), .. Segments]);

    [GeneratedRegex("""
        \G(?: (?<deep>\.\.)(?<name>[\w-]+) | \.(?<name>[\w-]+) | \.\* | \[\*\] | \['(?<name>[^']+)'\] )
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex One();

    /// <param name="Name">Null for every member and item.</param>
    /// <param name="IsDeep">Whether it may lie further down.</param>
    internal readonly record struct Segment(string? Name, bool IsDeep);
}
