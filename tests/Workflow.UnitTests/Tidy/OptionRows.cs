using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Every property of an options record has a row in the operations page, and every row a property.</summary>
/// <remarks>A heading names each record in backticks; its rows begin with the property in backticks.</remarks>
public static partial class OptionRows
{
    public const string PagePath = "docs/operations.md";

    public static IEnumerable<Finding> Missing(IEnumerable<RepositoryFile> sources, RepositoryFile page)
    {
        var rows = RowsOf(page);
        return from option in OptionsOf(sources)
               where !rows.ContainsKey((option.Record, option.Property))
               select option.File.At(
                   option.Position, $"{option.Record}.{option.Property} has no row under its heading in {PagePath}.");
    }

    public static IEnumerable<Finding> Stale(IEnumerable<RepositoryFile> sources, RepositoryFile page)
    {
        var known = OptionsOf(sources).Select(option => (option.Record, option.Property)).ToHashSet();
        return from row in RowsOf(page)
               where !known.Contains(row.Key)
               select new Finding(page.Path, row.Value, $"there is no {row.Key.Record}.{row.Key.Property}.");
    }

    private static IEnumerable<(RepositoryFile File, int Position, string Record, string Property)> OptionsOf(
        IEnumerable<RepositoryFile> sources) =>
        from file in sources
        where !file.IsIn("tests")
        let code = CodeText.Bare(file.Text)
        from Match record in Record().Matches(code)
        from Match property in Property().Matches(BodyOf(code, record.Index))
        select (file, record.Index + property.Index, record.Groups["name"].Value, property.Groups["name"].Value);

    /// <summary>From a declaration to the brace that closes it.</summary>
    private static string BodyOf(string code, int from)
    {
        var depth = 0;
        for (var i = from; i < code.Length; i++)
        {
            depth += code[i] switch { '{' => 1, '}' => -1, _ => 0 };
            if ((code[i] == '}' && depth == 0) || (code[i] == ';' && depth == 0))
            {
                return code[from..i];
            }
        }

        return code[from..];
    }

    private static Dictionary<(string Record, string Property), int> RowsOf(RepositoryFile page)
    {
        var rows = new Dictionary<(string, string), int>();
        var record = "";
        foreach (var (line, index) in page.Lines.Select((line, index) => (line, index)))
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                record = heading.Groups["record"].Value;
            }
            else if (record.Length > 0 && Row().Match(line) is { Success: true } row)
            {
                rows[(record, row.Groups["property"].Value)] = index + 1;
            }
        }

        return rows;
    }

    [GeneratedRegex(@"\brecord\s+(?:class\s+|struct\s+)?(?<name>\w+Options)\b")]
    private static partial Regex Record();

    [GeneratedRegex("""
        \bpublic\s+(?!static|const)(?:required\s+)?
        [\w.]+(?:<[^{};=]*>)?(?:\[\])?\??\s+(?<name>\w+)\s*\{\s*get;\s*(?:init|set);
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Property();

    [GeneratedRegex(@"^#+\s(?:[^`]*`(?<record>\w+)`)?")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\|\s*`(?<property>\w+)`")]
    private static partial Regex Row();
}
