using Workflow.Bench.Suite;
using Xunit;

namespace Workflow.UnitTests.Bench;

public sealed class SuitePlanTests
{
    private static readonly string[] Known = ["W1", "W1o", "W2", "W3", "W4", "W9"];

    [Fact]
    public void Of_WhenNothingIsNamed_TakesTheUsual() =>
        Assert.Equal(SuitePlan.Usual, SuitePlan.Of([], 5, null, false, Known).Workloads);

    [Fact]
    public void Of_WhenOneIsNamedTwice_RunsItOnce() =>
        Assert.Equal(["W9", "W1"], SuitePlan.Of(["W9", "W1", "W9"], 1, 10, true, Known).Workloads);

    [Theory]
    [InlineData("W7", 1, null)]
    [InlineData("W1", 0, null)]
    [InlineData("W1", 1, 0)]
    public void Of_WhenSomethingIsWrong_SaysSo(string name, int rounds, int? runs) =>
        Assert.Throws<ArgumentException>(() => SuitePlan.Of([name], rounds, runs, false, Known));
}
