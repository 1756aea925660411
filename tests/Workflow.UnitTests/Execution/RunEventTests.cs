using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>What the journal tells of its commits (R8).</summary>
public sealed class RunEventTests
{
    private const string AskAfterFirst = """
        do:
          - first:
              set: { a: 1 }
          - ask:
              call: Echo
        """;

    [Fact]
    public async Task R8_Journal_WhenItCommits_TellsOfEachRevisionOnceWithItsSteps()
    {
        await using var engine = new Engine();
        engine.Agents["Echo"] = task => engine.Completed(task, "1");

        await engine.RunAsync(AskAfterFirst + "\n  - last:\n      set: { b: 1 }");

        var events = await engine.StopAndListEventsAsync();
        Assert.Equal(
            ["1 started running 1/3 33.33 ask: first+ ask+…", "2 completed completed 3/3 100 last: ask last+"],
            events.Select(Text));
        Assert.All(events, change => Assert.Equal(engine.RunId, change.RunId));
    }

    [Fact]
    public async Task R8_Journal_WhenALocalRunEndsInOneCommit_TellsOnlyOfTheEnd()
    {
        await using var engine = new Engine();

        await engine.RunAsync("do: [{ one: { set: { a: 1 } } }]");

        var events = await engine.StopAndListEventsAsync();
        Assert.Equal(["1 completed completed 1/1 100 one: one+"], events.Select(Text));
    }

    [Fact]
    public async Task R8_Journal_WhenARunIsCarriedOn_CountsOnFromWhatIsRecorded()
    {
        await using var engine = new Engine();
        engine.Agents["Echo"] = task => engine.Completed(task, "1");

        await engine.RunAsync(AskAfterFirst, recorded:
        [
            Step(engine, "/do/0/first", StepStatus.Completed), Step(engine, "/do/1/ask", StepStatus.Running),
        ]);

        var events = await engine.StopAndListEventsAsync();
        Assert.Equal("2 completed completed 2/2 100 ask: ask", Text(events[^1]));
    }

    [Theory]
    [InlineData(RunStatus.Running, 4, 0, 0, "0/4 0")]
    [InlineData(RunStatus.Running, 3, 1, 1, "1/3 33.33")]
    [InlineData(RunStatus.Running, 2, 6, 3, "3/6 50")]
    [InlineData(RunStatus.Running, 0, 0, 0, "0/0 0")]
    [InlineData(RunStatus.Failed, 4, 2, 1, "1/4 25")]
    [InlineData(RunStatus.Completed, 9, 4, 4, "4/4 100")]
    [InlineData(RunStatus.Completed, 9, 0, 0, "9/9 100")]
    public void Progress_WhenCounted_StaysWithinItsBounds(
        RunStatus status, int estimated, int steps, int ended, string expected)
    {
        var progress = RunProgress.Of(status, estimated, steps, ended, null);
        Assert.Equal(expected, FormattableString.Invariant(
            $"{progress.CurrentStep}/{progress.TotalSteps} {progress.Percentage}"));
    }

    private static string Text(RunEvent change) => FormattableString.Invariant($"{change.Revision} {change.Change} ")
        + FormattableString.Invariant($"{change.Status} {change.Progress!.Value.CurrentStep}/")
        + FormattableString.Invariant($"{change.Progress!.Value.TotalSteps} {change.Progress!.Value.Percentage} ")
        + $"{change.Progress!.Value.CurrentStepName}: "
        + string.Join(' ', change.Steps!.OrderBy(step => step.StepPath).Select(step =>
            step.StepId + (step.Began ? "+" : "") + (step.CompletedAt is null ? "…" : "")));

    private static StepRecord Step(Engine engine, string path, StepStatus status) => new()
    {
        Key = new StepKey(path, "0", 1),
        StepId = path[(path.LastIndexOf('/') + 1)..],
        StepType = StepType.DataProcessing,
        Status = status,
        StartedAt = engine.Clock.GetUtcNow(),
        CompletedAt = status == StepStatus.Completed ? engine.Clock.GetUtcNow() : null,
        Output = RawJson.FromText("{}"),
    };
}
