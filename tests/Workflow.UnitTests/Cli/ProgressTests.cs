using Workflow.Cli.Http;
using Workflow.Cli.Run;
using Xunit;

namespace Workflow.UnitTests.Cli;

public sealed class ProgressTests
{
    [Fact]
    public void Of_WhenNothingBegan_IsNothing() => Assert.Equal(0, Progress.Of([], 0));

    [Fact]
    public void Of_WhenThereIsNoLoop_CountsTasks() =>
        Assert.Equal(0.25, Progress.Of([Step("/do/0/a", "completed"), Step("/do/1/b", "running")], 4));

    [Fact]
    public void Of_WhenALoopRuns_CountsItsItems()
    {
        // Two plain tasks and a loop of eight items with two tasks inside, of which a decision leaves one out at times.
        StepSnapshot[] steps =
        [
            Step("/do/0/a", "completed"),
            Step("/do/1/all", "running", items: 8),
            Step("/do/1/all/do/0/read", "completed"),
            Step("/do/1/all/do/0/read", "failed"),
            Step("/do/1/all/do/0/read", "completed"),
            Step("/do/1/all/do/0/read", "running"),
            Step("/do/1/all/do/1/tell", "completed"),
        ];

        Assert.Equal((1 + 3) / (2 + 8.0), Progress.Of(steps, tasks: 5));
    }

    [Fact]
    public void Of_WhenALoopHasEnded_CountsAllItsItems() =>
        Assert.Equal(0.8, Progress.Of([Step("/do/0/all", "completed", items: 4), Step("/do/1/b", "running")], 2));

    [Fact]
    public void Next_WhenTheRunGoesOn_IsNeverFullAndNeverGoesBack()
    {
        var first = RunPicture.Empty.Next(Run("running"), [Step("/do/0/a", "completed")], 1, TimeSpan.Zero);
        var second = first.Next(Run("running"), [Step("/do/0/a", "running")], 1, TimeSpan.Zero);
        var last = second.Next(Run("completed"), [Step("/do/0/a", "completed")], 1, TimeSpan.Zero);

        Assert.Equal([0.99, 0.99, 1], new[] { first, second, last }.Select(picture => picture.Fraction));
    }

    private static StepSnapshot Step(string path, string status, int? items = null) =>
        new(path, "set", null, null, status, null, new StepPlace(path, items));

    private static RunSnapshot Run(string status) => new(Guid.Empty, status, null, null, null, null);
}
