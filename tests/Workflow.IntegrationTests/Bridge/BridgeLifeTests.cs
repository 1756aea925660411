using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>Bridges that come and go, cancellations, and a database that is away.</summary>
[Collection(OwnerCollection.Name)]
public sealed class BridgeLifeTests(PostgresFixture postgres) : IAsyncLifetime
{
    private BridgeWorld _world = null!;

    public async Task InitializeAsync() => _world = await BridgeWorld.CreateAsync(postgres);

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task R7_Bridge_WhenItGoesDuringACall_LeavesTheSameTaskToTheNext()
    {
        var first = _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        var broken = await _world.Agent.NextAsync();

        await first.StopAsync(CancellationToken.None);
        await broken.Aborted;
        _world.StartBridge();
        var repeated = await _world.Agent.NextAsync();
        repeated.Reply("{}");
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal(broken.TaskId, repeated.TaskId);
        Assert.Equal(AgentOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task R7_Bridge_WhenItGoesAfterTheResultWasStored_LeavesNothingToTheNext()
    {
        _world.Options = _world.Options with { Grace = TimeSpan.FromSeconds(60) };
        var first = _world.StartBridge();
        var (done, live) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        await _world.SendAsync(done);
        (await _world.Agent.NextAsync()).Reply("{}");
        await _world.ResultAsync(done.TaskId);

        await _world.RecordAsync(done);
        await first.StopAsync(CancellationToken.None);
        _world.StartBridge();
        await _world.SendAsync(live);
        var call = await _world.Agent.NextAsync();
        call.Reply("{}");

        Assert.Equal(live.TaskId, call.TaskId);
    }

    [Fact]
    public async Task R3_Bridge_WhenItGoesBeforeItsResultIsRecorded_WaitsSoThatTheNextCallsNobody()
    {
        using var log = new LogWatch(LogWatch.ResultsNotRecorded);
        _world.Options = _world.Options with { Grace = TimeSpan.FromSeconds(60) };
        var first = _world.StartBridge(log);
        var (task, live) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("{}");
        await _world.ResultAsync(task.TaskId);

        var stopping = first.StopAsync(CancellationToken.None);
        await log.Logged;
        await _world.SendAsync(task);
        await _world.RecordAsync(task);
        await stopping;
        _world.StartBridge();
        await _world.SendAsync(live);
        var call = await _world.Agent.NextAsync();
        call.Reply("{}");

        Assert.Equal(live.TaskId, call.TaskId);
    }

    [Fact]
    public async Task Stop_WhenACallEndsWithinTheGrace_SendsItsResult()
    {
        _world.Options = _world.Options with { Grace = TimeSpan.FromSeconds(60) };
        var bridge = _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();

        var stopping = bridge.StopAsync(CancellationToken.None);
        call.Reply("7");
        var (result, _) = await _world.ResultAsync(task.TaskId);
        await _world.RecordAsync(task);
        await stopping;

        Assert.Equal("7", result.Output.ToString());
        Assert.Equal(0, bridge.OpenTasks);
    }

    [Fact]
    public async Task R6_Cancellation_WhenACallOfTheRunIsOpen_BreaksItOff()
    {
        _world.StartBridge();
        var (cancelled, other) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        await _world.SendAsync(cancelled);
        var call = await _world.Agent.NextAsync();
        await _world.SendAsync(other);
        var untouched = await _world.Agent.NextAsync();

        await RepeatAsync(() => _world.CancelAsync(cancelled.RunId), until: call.Aborted);
        untouched.Reply("{}");
        var (result, _) = await _world.ResultAsync(other.TaskId);

        Assert.Equal(AgentOutcome.Completed, result.Outcome);
    }

    [Fact]
    public async Task R6_Cancellation_WhenItsMessageIsLost_BreaksTheCallOffAllTheSame()
    {
        _world.Options = _world.Options with { EndedLook = TimeSpan.FromMilliseconds(50) };
        _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();

        await _world.ExecuteAsync($"update workflow_runs set status = 'CANCELLED' where run_id = '{task.RunId}'");

        await call.Aborted;
    }

    [Fact]
    public async Task Task_WhileTheDatabaseCannotAnswer_WaitsAndReachesNoAgent()
    {
        using var log = new LogWatch(LogWatch.LookFailed);
        _world.StartBridge(log);
        var task = await _world.NewTaskAsync();
        await _world.ExecuteAsync("alter table step_executions rename to away");

        await _world.SendAsync(task);
        await log.Logged;
        var early = _world.Agent.Count;
        await _world.ExecuteAsync("alter table away rename to step_executions");
        (await _world.Agent.NextAsync()).Reply("{}");
        await _world.ResultAsync(task.TaskId);

        Assert.Equal((0, 1), (early, _world.Agent.Count));
    }

    [Fact]
    public async Task Presence_WhileTheBridgeRuns_IsARowThatGoesWithIt()
    {
        _world.Options = _world.Options with { Presence = TimeSpan.FromMilliseconds(50) };
        var bridge = _world.StartBridge();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        long during;
        while ((during = await _world.CountAsync("select count(*) from consumers where kind = 'bridge'")) == 0)
        {
            await Task.Delay(10, limit.Token);
        }

        await bridge.StopAsync(CancellationToken.None);
        var after = await _world.CountAsync("select count(*) from consumers");

        Assert.Equal((1, 0), (during, after));
        Assert.StartsWith($"{Environment.MachineName}:{Environment.ProcessId}:", bridge.Id);
    }

    // The bridge listens to cancellations from the moment it found the topic's end; an earlier one is lost to it.
    private static async Task RepeatAsync(Func<Task> act, Task until)
    {
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!until.IsCompleted)
        {
            await act();
            await Task.WhenAny(until, again.WaitForNextTickAsync().AsTask());
        }

        await until;
    }
}
