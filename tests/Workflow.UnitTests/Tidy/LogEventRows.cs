using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Every log event has its row in the operations page, with level and message as in the code, and every row
/// an event. Properties are in snake_case: in JSON, SQL and logs the same word.</summary>
public static partial class LogEventRows
{
    public static IEnumerable<Finding> Missing(IEnumerable<RepositoryFile> files, RepositoryFile page)
    {
        var rows = RowsOf(page).Select(row => row.Text).ToHashSet();
        return from one in EventsOf(files)
               where !rows.Contains(one.Row)
               select one.File.At(one.Position, $"{OptionRows.PagePath} lacks the row: {one.Row}");
    }

    public static IEnumerable<Finding> Stale(IEnumerable<RepositoryFile> files, RepositoryFile page)
    {
        var known = EventsOf(files).Select(one => one.Row).ToHashSet();
        return from row in RowsOf(page)
               where !known.Contains(row.Text)
               select new Finding(page.Path, row.Line, $"no code logs this: {row.Text}");
    }

    public static IEnumerable<Finding> OtherWords(IEnumerable<RepositoryFile> files) =>
        from one in EventsOf(files)
        from Match property in Property().Matches(one.Row)
        where !Snake().IsMatch(property.Groups["name"].Value)
        select one.File.At(one.Position, $"the property {property.Value} is not in snake_case.");

    private static IEnumerable<(RepositoryFile File, int Position, string Row)> EventsOf(
        IEnumerable<RepositoryFile> files) =>
        from file in files
        where file.Name.EndsWith(".Log.cs", StringComparison.Ordinal) && !file.IsIn("tests") && !file.IsIn("examples")
        from Match match in Event().Matches(file.Text)
        let parts = Part().Matches(match.Groups["text"].Value).Select(part => part.Groups["part"].Value)
        let named = $"| {match.Groups["id"].Value} | {match.Groups["level"].Value} |"
        select (file, match.Index, $"{named} {string.Concat(parts)} |");

    private static IEnumerable<(string Text, int Line)> RowsOf(RepositoryFile page) =>
        from line in page.Lines.Select((text, index) => (Text: text, Line: index + 1))
        where Row().IsMatch(line.Text)
        select line;

    [GeneratedRegex("""
        \[LoggerMessage\(\s*(?<id>\d+),\s*LogLevel\.(?<level>\w+),\s*(?<text>(?:"[^"]*"\s*\+?\s*)+)\)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Event();

    [GeneratedRegex("\"(?<part>[^\"]*)\"")]
    private static partial Regex Part();

    [GeneratedRegex(@"^\| \d{4} \| \w+ \| ")]
    private static partial Regex Row();

    [GeneratedRegex(@"\{(?<name>\w+)[^}]*\}")]
    private static partial Regex Property();

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex Snake();
}
