using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>A paused run begins nothing; what is in flight ends and is recorded.</summary>
public sealed class PauseTests
{
    private const string TwoCalls = "do:\n- first: { call: A }\n- second: { call: B }";

    private static readonly PauseMark Paused = new(true, 1);
    private static readonly PauseMark Resumed = new(false, 2);

    [Fact]
    public async Task Pause_WhenAnAgentIsBeingCalled_RecordsItsEndBeginsNothingAndLeavesMemory()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(TwoCalls);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        Mark(engine, executor, Paused);

        await executor.TryParkAsync(engine.Clock.GetUtcNow());
        Assert.False(exit.IsCompleted);
        Deliver(engine, "1");
        await Until.TrueAsync(() => engine.StepText() == "first[0#1]=Completed");
        await UntilParkedAsync(engine, executor, exit);

        Assert.Equal(RunExit.Parked, await exit);
        Assert.Equal((1, RunStatus.Running), (engine.Sent.Count, engine.Store[engine.RunId].Status));
        Assert.Null(engine.Store.Commits[^1].WakeAt);

        engine.Store.Pause = Resumed;
        engine.Agents["B"] = task => engine.Completed(task, "2");
        var ended = await engine.RunAsync(TwoCalls, recorded: engine.Store.StepsOf(engine.RunId));
        Assert.Equal((RunStatus.Completed, "2"), (ended.Status, ended.Output));
        Assert.Equal(["A", "B"], engine.Sent.Select(task => task.Agent));
    }

    [Theory]
    [InlineData("second: { call: B }")]
    [InlineData("second: { wait: { seconds: 1 } }")]
    [InlineData("second: { call: http, with: { method: get, endpoint: 'http://127.0.0.1:1' } }")]
    public async Task R5_Pause_WhenTheOwnerHearsOfItAtTheBarrier_ShowsTheStepAsNotBegun(string second)
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start($"do:\n- first: {{ call: A }}\n- {second}");
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        engine.Store.Pause = Paused;

        Deliver(engine, "1");
        await UntilParkedAsync(engine, executor, exit);

        Assert.Equal("first[0#1]=Completed second[0#1]=Pending", engine.StepText());
        Assert.Single(engine.Sent);
    }

    [Fact]
    public async Task Resume_WhenAStepWasHeldBack_BeginsItWithATimeLimitOfItsOwn()
    {
        const string tasks = "do:\n- first: { call: A }\n- second: { call: B, timeout: { after: { seconds: 30 } } }";
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        engine.Store.Pause = Paused;
        Deliver(engine, "1");
        await Until.TrueAsync(() => engine.StepText().EndsWith("second[0#1]=Pending", StringComparison.Ordinal));
        engine.Clock.Advance(TimeSpan.FromMinutes(1));
        Mark(engine, executor, Resumed);

        await Until.TrueAsync(() => engine.Sent.Count == 2);
        Assert.Equal(engine.Clock.GetUtcNow(), engine.Store.StepsOf(engine.RunId).Single(
            step => step.StepId == "second").StartedAt);
        Deliver(engine, "2");
        Assert.Equal(RunStatus.Completed, (await engine.EndAsync(exit)).Status);
    }

    [Fact]
    public async Task Pause_WhenOnlyTheEndIsLeft_HoldsTheEndToo()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("do:\n- first: { call: A }");
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        engine.Store.Pause = Paused;

        Deliver(engine, "1");
        await Until.TrueAsync(() => executor.IsPaused);
        await Until.TrueAsync(() => executor.IsWaiting);
        Assert.Equal("first[0#1]=Completed", engine.StepText());
        Assert.Equal(RunStatus.Running, engine.Store[engine.RunId].Status);
        Mark(engine, executor, Resumed);

        var ended = await engine.EndAsync(exit);
        Assert.Equal((RunExit.Ended, RunStatus.Completed, "1"), (ended.Exit, ended.Status, ended.Output));
    }

    [Fact]
    public async Task Pause_WhenAWaitComesDue_HoldsItUntilTheResume()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("do:\n- nap: { wait: { seconds: 2 } }\n- then: { set: { x: 1 } }");
        await Until.TrueAsync(() => executor.IsWaiting && engine.StepText() == "nap[0#1]=Running");
        Mark(engine, executor, Paused);

        engine.Clock.Advance(TimeSpan.FromSeconds(3));
        await Until.TrueAsync(() => executor.IsWaiting);
        Assert.Equal("nap[0#1]=Running", engine.StepText());
        Mark(engine, executor, Resumed);

        Assert.Equal(RunStatus.Completed, (await engine.EndAsync(exit)).Status);
    }

    [Fact]
    public async Task Pause_WhenAnOlderMarkComesLate_IsNotBelieved()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(TwoCalls);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        Mark(engine, executor, Resumed);

        executor.SetPause(Paused);

        Assert.False(executor.IsPaused);
        executor.Release(RunExit.Released);
        await exit;
    }

    [Fact]
    public async Task Pause_WhenBranchesRun_LetsThemEndAndRunsTheRestAfterTheResume()
    {
        const string tasks = """
            do:
            - both:
                fork:
                  branches:
                  - left: { do: [ { one: { call: A } }, { two: { call: B } } ] }
                  - right: { call: C }
            """;
        await using var engine = new Engine();
        engine.Agents["C"] = task => engine.Completed(task, "3");
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 2);
        Mark(engine, executor, Paused);
        Deliver(engine, "1");
        await UntilParkedAsync(engine, executor, exit);
        Assert.Equal(2, engine.Sent.Count);

        engine.Store.Pause = Resumed;
        engine.Agents["B"] = task => engine.Completed(task, "2");
        var ended = await engine.RunAsync(tasks, recorded: engine.Store.StepsOf(engine.RunId));

        Assert.Equal((RunStatus.Completed, "[2,3]"), (ended.Status, ended.Output));
        Assert.Equal(3, engine.Sent.Count);
    }

    private static void Mark(Engine engine, CentralizedExecutor executor, PauseMark mark)
    {
        engine.Store.Pause = mark;
        executor.SetPause(mark);
    }

    private static void Deliver(Engine engine, string output)
    {
        var task = engine.Sent.Last(task => !engine.Agents.ContainsKey(task.Agent));
        Assert.True(engine.Calls.TryDeliver(engine.Completed(task, output), _ => { }));
    }

    private static Task UntilParkedAsync(Engine engine, CentralizedExecutor executor, Task<RunExit> exit) =>
        Until.TrueAsync(() =>
        {
            _ = executor.TryParkAsync(engine.Clock.GetUtcNow());
            return exit.IsCompleted;
        });
}
