using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Log templates: in X.Log.cs, each with an id that nothing else has.</summary>
public static partial class LogEvents
{
    public static IEnumerable<Finding> Misplaced(RepositoryFile file) =>
        file.Name.EndsWith(".Log.cs", StringComparison.Ordinal)
            ? []
            : from Match match in Template().Matches(CodeText.Bare(file.Text))
              select file.At(match.Index, "a log template outside an X.Log.cs.");

    public static IEnumerable<Finding> WithoutId(RepositoryFile file) =>
        from Match match in Template().Matches(CodeText.Bare(file.Text))
        where !match.Groups["id"].Success
        select file.At(match.Index, "a log template without an event id.");

    public static IEnumerable<Finding> Twice(IEnumerable<RepositoryFile> files) =>
        from template in
            from file in files
            from Match match in Template().Matches(CodeText.Bare(file.Text))
            where match.Groups["id"].Success
            select (File: file, Position: match.Index, Id: int.Parse(match.Groups["id"].ValueSpan))
        group template by template.Id into same
        from second in same.Skip(1)
        let first = same.First()
        select second.File.At(
            second.Position, $"event id {same.Key} is also in {first.File.Path}:{first.File.LineOf(first.Position)}.");

    [GeneratedRegex(@"\[LoggerMessage\s*\((?:[^\]]*?\bEventId\s*=\s*(?<id>\d+)|\s*(?:eventId:\s*)?(?<id>\d+)\b)?")]
    private static partial Regex Template();
}
