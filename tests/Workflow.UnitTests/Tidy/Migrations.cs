using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Migrations only widen the schema: processes of the release before go on working while it is there, so that
/// an upgrade needs no pause. What they no longer need is taken away one release later, and named here then.</summary>
public static partial class Migrations
{
    private const string Home = "shared/Workflow.Database/Migrations";

    /// <summary>Nothing wrote to the table yet when its columns came.</summary>
    private static readonly string[] Allowed = ["20261120110600_KeepWebhooks.cs"];

    public static IEnumerable<Finding> Narrowing(RepositoryFile file) =>
        !file.IsIn(Home) || Allowed.Contains(file.Name)
            ? []
            : from Match match in Narrower().Matches(CodeText.WithoutComments(file.Text))
              select file.At(
                  match.Index, $"'{match.Value.Trim()}' breaks processes of the release before; widen only.");

    [GeneratedRegex("""
        \b(?: drop\s+table\b | drop\s+column\b | drop\s+view\b | rename\s+(?:to|column|constraint)\b
        | alter\s+column\s+\w+\s+(?:set\s+data\s+)?type\b | set\s+not\s+null\b
        | add\s+column\s+(?:if\s+not\s+exists\s+)?\w+\s+(?:(?!default|add\s+column)[^,;"])*?\bnot\s+null\b
          (?!(?:(?!add\s+column)[^,;"])*\bdefault\b) )
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase)]
    private static partial Regex Narrower();
}
