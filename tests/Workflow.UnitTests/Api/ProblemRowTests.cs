using System.Text.RegularExpressions;
using Workflow.Api.Http;
using Workflow.UnitTests.Tidy;
using Xunit;

namespace Workflow.UnitTests.Api;

/// <summary>The operations page tells of every kind of error, and of no other.</summary>
public sealed partial class ProblemRowTests
{
    [Fact]
    public void ProblemTypes_WhenThereAreSome_AreAllInTheOperationsPage()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, OptionRows.PagePath));
        var section = page[page.IndexOf("\n## Problem types\n", StringComparison.Ordinal)..];
        var rows = Row().Matches(section).Select(match => match.Value).ToList();
        Assert.Equal(
            ProblemTypes.All.Select(type => $"| {type.Slug} | {type.Status} | {type.Title} |").Order(), rows.Order());
    }

    [GeneratedRegex(@"^\| [a-z-]+ \| \d{3} \| .* \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
