using Workflow.Cli;
using Workflow.Cli.Calls;
using Workflow.Cli.Http;
using Workflow.Cli.Run;
using Xunit;

namespace Workflow.UnitTests.Cli;

public sealed class StepGroupTests
{
    [Fact]
    public void Of_WhenALoopMadeMany_MakesOneLine()
    {
        var group = Assert.Single(StepGroup.Of(
            [Step("read", "completed", 10), Step("read", "completed", 30), Step("read", "running")]));

        Assert.Equal("running", group.Status);
        Assert.Equal("2 done, 1 running", StepText.Counts(group));
        Assert.Equal("avg 20 ms, max 30 ms", StepText.Duration(group));
    }

    [Fact]
    public void Of_WhenThereIsOne_ShowsItsDurationAlone()
    {
        var group = Assert.Single(StepGroup.Of([Step("report", "completed", 1500) with { AgentName = "ReportAgent" }]));

        Assert.Equal(("ReportAgent", "completed"), (group.Worker, group.Status));
        Assert.Equal("", StepText.Counts(group));
        Assert.Equal("1.5 s", StepText.Duration(group));
    }

    [Theory]
    [InlineData("failed", "failed")]
    [InlineData("completed", "completed")]
    [InlineData("skipped", "skipped")]
    [InlineData("cancelled", "skipped")]
    [InlineData("pending", "running")]
    public void Status_WhenOneStepIs_IsThat(string step, string expected) =>
        Assert.Equal(expected, StepGroup.Of([Step("a", step)])[0].Status);

    [Fact]
    public void Status_WhenARetrySucceeded_IsCompleted() =>
        Assert.Equal("completed", StepGroup.Of([Step("a", "failed", 5), Step("a", "completed", 5)])[0].Status);

    [Fact]
    public void Of_WhenTasksInterleave_KeepsTheOrderOfTheirBeginning() =>
        Assert.Equal(["b", "a"], StepGroup.Of([Step("b", "completed"), Step("a", "completed"), Step("b", "running")])
            .Select(group => group.Name));

    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(999, "999 ms")]
    [InlineData(12_340, "12.3 s")]
    [InlineData(245_000, "4 min 05 s")]
    public void Of_WhenATimeIsWritten_FitsItsSize(int milliseconds, string expected) =>
        Assert.Equal(expected, StepText.Of(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void PlainView_WhenNothingChanged_WritesNothing()
    {
        var output = new StringWriter();
        var view = new PlainView(output);
        var picture = RunPicture.Empty.Next(Run("running"), [Step("a", "completed", 12)], 2, TimeSpan.Zero);

        view.Show(picture);
        view.Show(picture);

        Assert.Equal($" 50%  completed  a (set)  12 ms{Environment.NewLine}", output.ToString());
    }

    [Fact]
    public void PlainView_WhenManyItemsPass_WritesEachTaskOnceASecond()
    {
        var output = new StringWriter();
        var view = new PlainView(output);
        var picture = RunPicture.Empty;
        for (var i = 1; i <= 20; i++)
        {
            var steps = Enumerable.Repeat(Step("a", "completed", 12), i + 1).ToList();
            picture = picture.Next(Run(i == 20 ? "completed" : "running"), steps, 1, TimeSpan.FromSeconds(0.1 * i));
            view.Show(picture);
        }

        var lines = output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal("100%  completed  a (set)  21 done; avg 12 ms, max 12 ms", lines[^1]);
    }

    [Fact]
    public void ProblemText_WhenADefinitionIsWrong_NamesThePlace()
    {
        var error = new DefinitionProblem("/do/0/a/call", 7, 13, "There is no agent 'X'.", "a registered agent");

        Assert.Equal(
            "Not valid. (400)\n  flow.yaml:7:13 /do/0/a/call: There is no agent 'X'. Expected: a registered agent",
            ProblemText.Of(new Problem("Not valid.", null, 400, [error]), 400, "flow.yaml"));
    }

    [Fact]
    public void Input_WhenItIsNoJson_NamesThePlace()
    {
        var error = Assert.Throws<InputException>(() => Inputs.Json("--input", "{\n  \"a\": }"));

        Assert.StartsWith("--input:2:8:", error.Message);
        Assert.Null(Inputs.Json("--input", null));
    }

    private static StepSnapshot Step(string name, string status, long? milliseconds = null) =>
        new(name, "set", null, null, status, milliseconds);

    private static RunSnapshot Run(string status) => new(Guid.Empty, status, null, null, null, null);
}
