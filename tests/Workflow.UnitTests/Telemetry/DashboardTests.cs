using System.Text.RegularExpressions;
using Workflow.UnitTests.Tidy;
using Xunit;

namespace Workflow.UnitTests.Telemetry;

/// <summary>Dashboards and alerts ask for metrics that exist, and every metric is told about in the operations
/// page.</summary>
public sealed partial class DashboardTests
{
    /// <summary>Of ASP.NET Core, with a label of theirs that looks like one.</summary>
    private static readonly string[] Foreign =
    [
        "http_server_request_duration_seconds_count", "http_server_request_duration_seconds_bucket",
        "http_response_status_code",
    ];

    [Theory]
    [InlineData("alerts.yaml")]
    [InlineData("grafana/dashboards/workflow.json")]
    public void Expressions_WhenTheyNameAMetric_NameOneThatExists(string file)
    {
        var known = Instruments().SelectMany(Series).Concat(Foreign).ToHashSet();
        var text = File.ReadAllText(Path.Combine(Repository.Root, "deploy/observability", file));
        var asked = Asked().Matches(text).Select(match => match.Value).Distinct().ToList();
        Assert.True(asked.Count > 5);
        Assert.Empty(asked.Except(known));
    }

    [Fact]
    public void Instruments_WhenTheyAreMade_AreInTheOperationsPage()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, OptionRows.PagePath));
        Assert.All(Instruments(), one => Assert.Contains($"| `{one.Name}` | {one.Unit} |", page));
    }

    [Fact]
    public void Alerts_WhenTheyNameARunbook_NameOneThatExists()
    {
        var alerts = File.ReadAllText(Path.Combine(Repository.Root, "deploy/observability/alerts.yaml"));
        var runbooks = File.ReadAllText(Path.Combine(Repository.Root, "docs/runbooks.md"));
        var anchors = Heading().Matches(runbooks)
            .Select(match => match.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-')).ToHashSet();
        var named = Runbook().Matches(alerts).Select(match => match.Groups["anchor"].Value).ToList();
        Assert.NotEmpty(named);
        Assert.Empty(named.Except(anchors));
    }

    private static List<(string Kind, string Name, string Unit)> Instruments() =>
        [.. from file in Repository.Sources
            where file.IsIn("services") || file.IsIn("shared")
            from Match match in Instrument().Matches(file.Text)
            select (match.Groups["kind"].Value, match.Groups["name"].Value, match.Groups["unit"].Value)];

    /// <summary>What Prometheus makes of an instrument.</summary>
    private static IEnumerable<string> Series((string Kind, string Name, string Unit) instrument)
    {
        var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
        return instrument.Kind switch
        {
            "Histogram" => [$"{name}_bucket", $"{name}_count", $"{name}_sum"],
            "Counter" => [$"{name}_total"],
            _ => [name],
        };
    }

    [GeneratedRegex(@"Create(?:Observable)?(?<kind>Counter|Histogram|Gauge|UpDownCounter)(?:<\w+>)?\(\s*" +
        @"""(?<name>workflow\.[a-z_.]+)"",[^""]*""(?<unit>[^""]+)""")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\b(?:workflow|http)_[a-z_]+\b(?=[\[{(),\s\]])")]
    private static partial Regex Asked();

    [GeneratedRegex("runbooks.md#(?<anchor>[a-z-]+)")]
    private static partial Regex Runbook();

    [GeneratedRegex("^## (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
