using Workflow.Bench.Suite;
using Xunit;

namespace Workflow.UnitTests.Bench;

public sealed class SuitePlanTests
{
    private static readonly string[] Known = ["W1", "W1o", "W2", "W3", "W4", "W9"];

    [Fact]
    public void Checked_WhenNothingIsNamed_TakesTheUsual() =>
        Assert.Equal(SuitePlan.Usual, new SuitePlan([], null, null, 1, false).Checked(Known).Workloads);

    [Fact]
    public void Checked_WhenOneIsNamedTwice_RunsItOnce() =>
        Assert.Equal(["W9", "W1"], new SuitePlan(["W9", "W1", "W9"], 1, 10, 1, true).Checked(Known).Workloads);

    [Theory]
    [InlineData("W7", 1, null)]
    [InlineData("W1", 0, null)]
    [InlineData("W1", 1, 0)]
    public void Checked_WhenSomethingIsWrong_SaysSo(string name, int rounds, int? runs) =>
        Assert.Throws<ArgumentException>(() => new SuitePlan([name], rounds, runs, 1, false).Checked(Known));
}
