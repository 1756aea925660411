using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Finds long methods by counting braces: members are what lies directly inside a type.</summary>
public static partial class MethodLengths
{
    public const int LinesMax = 70;

    public static IEnumerable<Finding> LongMethods(RepositoryFile file)
    {
        var code = CodeText.Bare(file.Text);
        foreach (var (start, end) in Members(code))
        {
            var head = Head().Match(code, start, end - start);
            var lines = file.LineOf(end) - file.LineOf(start) + 1;
            if (head.Success && lines > LinesMax)
            {
                yield return file.At(start, $"{head.Groups["name"].Value} has {lines} lines; at most {LinesMax}.");
            }
        }
    }

    /// <summary>Where each member of each type begins and ends.</summary>
    private static IEnumerable<(int Start, int End)> Members(string code)
    {
        var blocks = new Stack<bool>(); // does the open block hold members?
        blocks.Push(true);
        var start = 0;
        var depth = 0; // open braces and parentheses inside the current member
        for (var i = 0; i < code.Length; i++)
        {
            var opensType = code[i] == '{' && depth == 0 && TypeHead().IsMatch(code[start..i]);
            switch (code[i])
            {
                case '{' when opensType:
                    blocks.Push(true);
                    start = i + 1;
                    break;
                case '{' or '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case '}' when depth > 0:
                    depth--;
                    if (depth == 0 && !Continues(code, i + 1))
                    {
                        yield return (FirstOf(code, start), i);
                        start = i + 1;
                    }

                    break;
                case '}' when blocks.Count > 1:
                    blocks.Pop();
                    start = i + 1;
                    break;
                case ';' when depth == 0:
                    yield return (FirstOf(code, start), i);
                    start = i + 1;
                    break;
            }
        }
    }

    /// <summary>Does the member go on after a brace, as in <c>{ get; } = 1;</c> or <c>switch { … };</c>?</summary>
    private static bool Continues(string code, int from) =>
        code.AsSpan(from).TrimStart() is [';' or '=' or '.' or ',' or '?', ..];

    /// <summary>Where the member itself begins, after blanks and attributes.</summary>
    private static int FirstOf(string code, int from) => from + Attributes().Match(code[from..]).Length;

    [GeneratedRegex(@"^(?:\s*\[[^\]]*\])*\s*")]
    private static partial Regex Attributes();

    [GeneratedRegex(@"(?:^|[\s\]])(?:class|struct|interface|record|enum|namespace|extension)\s+(?!where\b)\w[^=;]*$")]
    private static partial Regex TypeHead();

    // A name and a parameter list before any body or value.
    [GeneratedRegex(@"^[^={;(]*?(?<name>\w+)\s*(?:<[^>{}]*>)?\s*\(")]
    private static partial Regex Head();
}
