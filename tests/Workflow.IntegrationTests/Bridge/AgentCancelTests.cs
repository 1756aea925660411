using Workflow.Hosting.Callbacks;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>Agents are told when nobody waits for their work any more, and only then.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AgentCancelTests(PostgresFixture postgres) : IAsyncLifetime
{
    private BridgeWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await BridgeWorld.CreateAsync(postgres);
        _world.Callbacks = new CallbackOptions
        {
            Url = "https://workflow.example", Secret = "a secret of the bridges and the APIs",
        };
        _world.Options = _world.Options with
        {
            EndedLook = TimeSpan.FromMilliseconds(50), CancelTimeout = TimeSpan.FromMinutes(1),
        };
    }

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task R6_Agent_WhenTheRunOfAnOpenCallEnds_IsTold()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();

        await _world.ExecuteAsync($"update workflow_runs set status = 'CANCELLED' where run_id = '{task.RunId}'");
        await call.Aborted;
        var cancel = await _world.Agent.NextCancelAsync();
        cancel.Reply("{}");

        Assert.Equal((task.TaskId, "ended"), (cancel.TaskId, cancel.Body.GetProperty("reason").GetString()));
        Assert.Equal(task.RunId, cancel.Body.GetProperty("run_id").GetGuid());
    }

    [Fact]
    public async Task Agent_WhenTheDeadlineOfACallHasPassed_IsTold()
    {
        var clock = new ForwardClock();
        _world.Time = clock;
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task with { Deadline = clock.GetUtcNow().AddHours(1) });
        await _world.Agent.NextAsync();
        clock.Forward(TimeSpan.FromHours(1));
        var cancel = await _world.Agent.NextCancelAsync();
        cancel.Reply("{}");

        Assert.Equal((task.TaskId, "deadline"), (cancel.TaskId, cancel.Body.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task R6_Agent_WhenATaskThatItHasAcceptedEnds_IsToldUntilItAnswersAndLoggedInAt()
    {
        _world.Variables["WORKFLOW_SECRET_KEY"] = "s3cr3t";
        var first = _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task with { Auth = new AgentAuth(AgentAuthType.Bearer, "key") });
        (await _world.Agent.NextAsync()).Reply("", status: 202);
        await _world.ResultAsync(task.TaskId);
        await first.StopAsync(CancellationToken.None);

        await _world.ExecuteAsync($"update step_executions set status = 'FAILED' where task_id = '{task.TaskId}'");
        _world.StartBridge();
        var busy = await _world.Agent.NextCancelAsync();
        busy.Reply("{}", status: 503);
        // What stands there in twenty seconds stands there now.
        await UntilAsync("cancel_tries = 1 and cancel_at > now()");
        await _world.ExecuteAsync("update accepted_tasks set cancel_at = now()");
        var cancel = await _world.Agent.NextCancelAsync();
        cancel.Reply("{}", status: 404);
        await UntilAsync("cancel_tries = 2 and cancel_at is null");

        Assert.Equal((task.TaskId, task.TaskId), (busy.TaskId, cancel.TaskId));
        Assert.Equal("Bearer s3cr3t", cancel.Authorization);
    }

    [Fact]
    public async Task Agent_WhenATaskThatItHasAcceptedIsAnswered_IsNotTold()
    {
        _world.StartBridge();
        var (answered, ended) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        foreach (var task in new[] { answered, ended })
        {
            await _world.SendAsync(task);
            (await _world.Agent.NextAsync()).Reply("", status: 202);
            await _world.ResultAsync(task.TaskId);
        }

        await _world.ExecuteAsync($"""
            update accepted_tasks set answered_at = now() where task_id = '{answered.TaskId}';
            update step_executions set status = 'COMPLETED' where task_id = '{answered.TaskId}';
            update step_executions set status = 'FAILED' where task_id = '{ended.TaskId}'
            """);
        var cancel = await _world.Agent.NextCancelAsync();
        cancel.Reply("{}");

        Assert.Equal(ended.TaskId, cancel.TaskId);
        Assert.Equal(0, await _world.CountAsync(
            $"select cancel_tries::bigint from accepted_tasks where task_id = '{answered.TaskId}'"));
    }

    [Fact]
    public async Task Agent_WhenTheBridgeStops_IsNotToldBecauseAnotherBridgeCallsAgain()
    {
        var first = _world.StartBridge();
        var (task, ended) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();

        await first.StopAsync(CancellationToken.None);
        await call.Aborted;
        _world.StartBridge();
        (await _world.Agent.NextAsync()).Reply("1");
        await _world.ResultAsync(task.TaskId);
        await _world.SendAsync(ended);
        await _world.Agent.NextAsync();
        await _world.ExecuteAsync($"update workflow_runs set status = 'CANCELLED' where run_id = '{ended.RunId}'");
        var cancel = await _world.Agent.NextCancelAsync();
        cancel.Reply("{}");

        Assert.Equal(ended.TaskId, cancel.TaskId);
    }

    [Fact]
    public async Task AcceptedTask_WhenItEndedAnHourAgo_IsForgotten()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("", status: 202);
        await _world.ResultAsync(task.TaskId);

        await _world.ExecuteAsync("""
            update accepted_tasks set answered_at = now(), ended_at = now() - interval '61 minutes'
            """);
        var gone = _world.CountAsync("select 1 - count(*) from accepted_tasks");
        while (await gone == 0)
        {
            gone = _world.CountAsync("select 1 - count(*) from accepted_tasks");
        }
    }

    private async Task UntilAsync(string condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _world.CountAsync($"select count(*) from accepted_tasks where {condition}") == 0)
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
