using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>SQL lies in the database project; what changes a run's status lies in its folder of transitions.</summary>
public static partial class SqlPlaces
{
    private const string Home = "shared/Workflow.Database";
    private static readonly string[] Transitions = [$"{Home}/Transitions", $"{Home}/Migrations"];

    public static IEnumerable<Finding> Strays(RepositoryFile file) =>
        file.IsIn(Home) || file.IsIn("tests") || file.IsIn("bench")
            ? []
            : from Match match in Statement().Matches(CodeText.WithoutComments(file.Text))
              select file.At(match.Index, $"SQL outside {Home}.");

    public static IEnumerable<Finding> StatusChanges(RepositoryFile file) =>
        !file.IsIn(Home) || Transitions.Any(file.IsIn)
            ? []
            : from Match match in StatusChange().Matches(CodeText.WithoutComments(file.Text))
              select file.At(match.Index, $"a status change outside {Transitions[0]}.");

    [GeneratedRegex("""
        "\s*(?: select\s[^"]*?\sfrom\s | insert\s+into\s | update\s+\w+\s+set\s
        | delete\s+from\s | with\s+\w+\s+as\s*\( )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex(@"\bset\s[^;""]*?\bstatus\s*=\s*(?:'|\$|@)", RegexOptions.IgnoreCase)]
    private static partial Regex StatusChange();
}
