using Workflow.Execution;
using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Calls that an agent has accepted and answers much later: no sending, no memory.</summary>
public sealed class AcceptedCallTests
{
    private const string Tasks = "do:\n- slow: { call: A }";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Call_WhenItIsAccepted_IsNotSentAgainForAsLongAsThatStands()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Tasks);
        var task = await SentAsync(engine, executor);

        engine.Calls.Accepted(task.TaskId, engine.Clock.GetUtcNow() + Hour);
        engine.Clock.Advance(Hour - TimeSpan.FromSeconds(1));
        engine.Hold.Prove(engine.Clock.GetTimestamp());
        Assert.Equal(0, engine.Calls.ResendSilent());
        engine.Clock.Advance(TimeSpan.FromSeconds(2));
        engine.Hold.Prove(engine.Clock.GetTimestamp());
        Assert.Equal(1, engine.Calls.ResendSilent());

        Assert.Equal([task.TaskId, task.TaskId], engine.Sent.Select(sent => sent.TaskId));
        engine.Calls.TryDeliver(engine.Completed(task, "7"), _ => { });
        Assert.Equal("7", (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task Run_WhenItsCallIsAccepted_IsParkedAtOnceUntilThatLapses()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Tasks);
        var task = await SentAsync(engine, executor);
        var until = engine.Clock.GetUtcNow() + Hour;

        await executor.TryParkAsync(engine.Clock.GetUtcNow());
        Assert.False(exit.IsCompleted);
        engine.Calls.Accepted(task.TaskId, until);
        await executor.TryParkAsync(engine.Clock.GetUtcNow());

        Assert.Equal(RunExit.Parked, await exit);
        Assert.Equal(until, engine.Store.Commits[^1].WakeAt);
        Assert.Equal(0, engine.Calls.Count);
    }

    [Fact]
    public async Task Run_WhenItIsCarriedOnWhileItsTaskStandsAsAccepted_SendsNothing()
    {
        await using var engine = new Engine();
        var recorded = await ParkedAsync(engine);
        var task = engine.Sent.Single();

        var (executor, exit) = engine.Start(
            Tasks, recorded: recorded, accepted: new() { [task.TaskId] = engine.Clock.GetUtcNow() + Hour });
        await Until.TrueAsync(() => executor.IsWaiting && engine.Calls.Count == 1);
        engine.Calls.TryDeliver(engine.Completed(task, "\"done\""), _ => { });

        Assert.Equal("\"done\"", (await engine.EndAsync(exit)).Output);
        Assert.Single(engine.Sent);
    }

    [Fact]
    public async Task Run_WhenItIsCarriedOnAfterTheAcceptanceHasLapsed_SendsTheSameTaskAgain()
    {
        await using var engine = new Engine();
        var recorded = await ParkedAsync(engine);
        var lapsed = new Dictionary<Guid, DateTimeOffset>
        {
            [engine.Sent.Single().TaskId] = engine.Clock.GetUtcNow(),
        };

        var (executor, exit) = engine.Start(Tasks, recorded: recorded, accepted: lapsed);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 2);
        engine.Calls.TryDeliver(engine.Completed(engine.Sent.Last(), "1"), _ => { });

        Assert.Equal("1", (await engine.EndAsync(exit)).Output);
        Assert.Single(engine.Sent.Select(sent => sent.TaskId).Distinct());
    }

    [Fact]
    public async Task Attempt_WhenItIsAcceptedAndItsTimeIsOver_EndsAsTimeout()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("do:\n- slow: { call: A, timeout: { after: { minutes: 30 } } }");
        var task = await SentAsync(engine, executor);
        engine.Calls.Accepted(task.TaskId, engine.Clock.GetUtcNow() + Hour);

        engine.Clock.Advance(TimeSpan.FromMinutes(30));

        var ended = await engine.EndAsync(exit);
        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("errors/timeout", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhenItsDeadlineIsNearerThanTheLapse_IsParkedUntilTheDeadline()
    {
        await using var engine = new Engine();
        var due = engine.Clock.GetUtcNow() + TimeSpan.FromMinutes(30);
        var (executor, exit) = engine.Start("do:\n- slow: { call: A, timeout: { after: { minutes: 30 } } }");
        var task = await SentAsync(engine, executor);
        engine.Calls.Accepted(task.TaskId, engine.Clock.GetUtcNow() + Hour);

        await executor.TryParkAsync(engine.Clock.GetUtcNow());

        Assert.Equal(RunExit.Parked, await exit);
        Assert.Equal(due, engine.Store.Commits[^1].WakeAt);
    }

    private static async Task<IReadOnlyList<StepRecord>> ParkedAsync(Engine engine)
    {
        var (executor, exit) = engine.Start(Tasks);
        var task = await SentAsync(engine, executor);
        engine.Calls.Accepted(task.TaskId, engine.Clock.GetUtcNow() + Hour);
        await executor.TryParkAsync(engine.Clock.GetUtcNow());
        Assert.Equal(RunExit.Parked, await exit);
        return engine.Store.StepsOf(engine.RunId);
    }

    private static async Task<AgentTask> SentAsync(Engine engine, CentralizedExecutor executor)
    {
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        return engine.Sent.Single();
    }
}
