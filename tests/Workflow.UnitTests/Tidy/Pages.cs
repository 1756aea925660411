using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>What is written for people: links that lead somewhere, tests that exist, decisions with a
/// number of their own.</summary>
public static partial class Pages
{
    public static IEnumerable<Finding> DeadLinks(RepositoryFile page, Func<string, bool> exists) =>
        from Match match in Link().Matches(page.Text)
        let target = Uri.UnescapeDataString(match.Groups["target"].Value.Split('#')[0])
        where target.Length > 0 && !Regex.IsMatch(target, "^[a-z]+:")
        let folder = page.Path.Contains('/') ? page.Path[..page.Path.LastIndexOf('/')] : "."
        where !exists(Path.Combine(folder, target))
        select page.At(match.Index, $"nothing is at '{target}'.");

    public static IEnumerable<Finding> DecisionsTwice(IEnumerable<RepositoryFile> pages) =>
        from page in pages
        where page.IsIn("docs/adr")
        group page by page.Name[..Math.Min(4, page.Name.Length)] into same
        from second in same.Skip(1)
        select new Finding(second.Path, 1, $"number {same.Key} is also {same.First().Path}.");

    /// <summary>Tests that a page names as <c>Class.Method</c> and nobody has written.</summary>
    public static IEnumerable<Finding> UnknownTests(RepositoryFile page, IReadOnlyCollection<RepositoryFile> sources) =>
        from Match match in TestName().Matches(page.Text)
        let file = match.Groups["type"].Value + ".cs"
        let method = $" {match.Groups["method"].Value}("
        where !sources.Any(source => source.Name == file && source.Text.Contains(method, StringComparison.Ordinal))
        select page.At(match.Index, $"there is no test {match.Groups["name"].Value}.");

    [GeneratedRegex("`(?<name>(?<type>[A-Z][A-Za-z0-9]*Tests)\\.(?<method>[A-Za-z0-9_]+))`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
