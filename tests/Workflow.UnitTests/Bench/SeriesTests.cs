using Workflow.Bench.Measures;
using Workflow.Bench.Report;
using Xunit;

namespace Workflow.UnitTests.Bench;

public sealed class SeriesTests
{
    [Theory]
    [InlineData(new[] { 7.0 }, 7)]
    [InlineData(new[] { 9.0, 1, 5 }, 5)]
    [InlineData(new[] { 4.0, 1, 9, 2 }, 3)]
    public void Median_WhenValuesAreUnsorted_IsTheMiddle(double[] values, double median) =>
        Assert.Equal(median, Series.Median(values));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void Quantile_WhenAskedForAShare_IsAValueOfThatRank(double share, double value) =>
        Assert.Equal(value, Series.Quantile(Enumerable.Range(1, 100).Reverse().Select(n => (double)n), share));

    [Fact]
    public void CostUntil_WhenCountersMoved_IsPerRun()
    {
        var clock = TimeProvider.System.TimestampFrequency;
        var before = new Sample(0, new Dictionary<string, double> { ["API"] = 1, ["postgres"] = 2 }, 10, 1_000, 50);
        var after = new Sample(
            2 * clock, new Dictionary<string, double> { ["API"] = 1.5, ["postgres"] = 3 }, 12.5, 41_000, 60);
        var cost = before.CostUntil(after, 20).ToDictionary(one => one.Name, one => one.Value);
        Assert.Equal(75, cost["CPU ms per run"], 9);
        Assert.Equal(25, cost["CPU ms per run: API"], 9);
        Assert.Equal(0.5, cost["commits per run"], 9);
        Assert.Equal(2_000, cost["WAL bytes per run"], 9);
        Assert.Equal(0.5, cost["foreign cores"], 9);
    }

    [Fact]
    public void TextReport_WhenThereAreRounds_TellsLeastMiddleAndGreatest()
    {
        var text = TextReport.Of(
            [new("W1", "local", "runs/s", 300), new("W1", "local", "runs/s", 100), new("W1", "local", "runs/s", 120)]);
        Assert.Contains("W1 local, rounds: 3", text);
        Assert.Matches(@"runs/s\s+100\s+120\s+300\s", text);
    }
}
