using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class WaitingTests
{
    [Fact]
    public async Task Wait_WhenItIsLong_ParksTheRunUntilItIsDue()
    {
        await using var engine = new Engine();
        const string tasks = "do:\n- pause: { wait: { hours: 1 } }\n- after: { set: { x: 1 } }";
        var due = engine.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting);

        await executor.TryParkAsync(engine.Clock.GetUtcNow());

        Assert.Equal(RunExit.Parked, await exit);
        Assert.Equal(due, engine.Store.Commits[^1].WakeAt);
        engine.Clock.Advance(TimeSpan.FromHours(1));
        var ended = await engine.RunAsync(tasks, recorded: engine.Store.StepsOf(engine.RunId));
        Assert.Equal("""{"x":1}""", ended.Output);
    }

    [Fact]
    public async Task Wait_WhenItIsShort_IsNotParked()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("do:\n- pause: { wait: { seconds: 2 } }");
        await Until.TrueAsync(() => executor.IsWaiting);

        await executor.TryParkAsync(engine.Clock.GetUtcNow());
        Assert.False(exit.IsCompleted);
        engine.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(RunStatus.Completed, (await engine.EndAsync(exit)).Status);
    }

    [Theory]
    [InlineData("do:\n- slow: { call: A, timeout: { after: { seconds: 3 } } }", "slow[0#1]=Failed")]
    [InlineData("timeout: { after: { seconds: 3 } }\ndo:\n- slow: { call: A }", "slow[0#1]=Cancelled")]
    [InlineData(
        "do:\n- group: { timeout: { after: { seconds: 3 } }, do: [ { slow: { call: A } } ] }",
        "group[0#1]=Failed slow[0#1]=Cancelled")]
    public async Task Timeout_WhenAnAgentDoesNotAnswer_FailsTheRunAndNamesIt(string tasks, string steps)
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);

        engine.Clock.Advance(TimeSpan.FromSeconds(3));

        var ended = await engine.EndAsync(exit);
        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("errors/timeout", ended.Error, StringComparison.Ordinal);
        Assert.Equal(steps, engine.StepText());
    }

    [Fact]
    public async Task Call_WhenItIsSilent_IsSentAgainUnderTheSameTaskIdButNotWhileItIsHeard()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("do:\n- slow: { call: A }");
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        var task = engine.Sent.Single();

        engine.Clock.Advance(TimeSpan.FromSeconds(4));
        engine.Calls.Heard([task.TaskId]);
        engine.Clock.Advance(TimeSpan.FromSeconds(4));
        engine.Hold.Prove(engine.Clock.GetTimestamp());
        Assert.Equal(0, engine.Calls.ResendSilent());

        engine.Clock.Advance(TimeSpan.FromSeconds(2));
        engine.Hold.Prove(engine.Clock.GetTimestamp());
        Assert.Equal(1, engine.Calls.ResendSilent());
        Assert.Equal([task.TaskId, task.TaskId], engine.Sent.Select(sent => sent.TaskId));
        Assert.False(exit.IsCompleted);
    }

    [Fact]
    public async Task R5_Resend_WhenOwnershipIsNotProven_IsHeldBack()
    {
        await using var engine = new Engine();
        var (executor, _) = engine.Start("do:\n- slow: { call: A }");
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);

        engine.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, engine.Calls.ResendSilent());
    }

    [Fact]
    public async Task Fork_WhenBranchesCompete_TheFirstWinsAndTheOthersAreCancelled()
    {
        await using var engine = new Engine();
        engine.Agents["B"] = task => engine.Completed(task, "\"b\"");

        var ended = await engine.RunAsync(
            "do:\n- race: { fork: { compete: true, branches: [ { a: { call: A } }, { b: { call: B } } ] } }");

        Assert.Equal("\"b\"", ended.Output);
        Assert.Equal("race[0#1]=Completed a[0#1]=Cancelled b[0#1]=Completed", engine.StepText());
    }

    [Fact]
    public async Task Slots_WhenRunsWait_AreFreeForOthers()
    {
        await using var engine = new Engine();
        for (var i = 0; i < 4; i++)
        {
            var (executor, _) = engine.Start("do:\n- slow: { call: A }");
            await Until.TrueAsync(() => executor.IsWaiting);
        }

        var ended = await engine.RunAsync("do:\n- a: { set: { x: 1 } }");

        Assert.Equal(RunStatus.Completed, ended.Status);
    }
}
