using Workflow.Hosting.Callbacks;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Workflow.Model.Callbacks;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>Agents that answer 202: what the bridge keeps of such a call, and what it does no more.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AcceptedTaskTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Secret = "a secret of the bridges and the APIs";

    private BridgeWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await BridgeWorld.CreateAsync(postgres);
        _world.Callbacks = new CallbackOptions { Url = "https://workflow.example/base/", Secret = Secret };
    }

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Task_WhenTheAgentAccepts_LetsPlaceAndMemoryGoAndIsNotCalledAgain()
    {
        _world.Options = _world.Options with { CallsMax = 1, CallsPerAgentMax = 1, CallsPerAgentOwn = 0 };
        var bridge = _world.StartBridge();
        var (task, next) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());

        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("""{"lifetime_seconds": 600}""", status: 202);
        var (accepted, partition) = await _world.ResultAsync(task.TaskId);
        await BridgeWorld.UntilIdleAsync(bridge);
        await _world.SendAsync(task);
        var (again, _) = await _world.ResultAsync(task.TaskId);
        // There is one place: the next task gets it.
        await _world.SendAsync(next);
        var call = await _world.Agent.NextAsync();

        Assert.Equal((AgentOutcome.Accepted, BridgeWorld.Shard), (accepted.Outcome, partition));
        Assert.Equal((AgentOutcome.Accepted, accepted.AcceptedUntil), (again.Outcome, again.AcceptedUntil));
        Assert.Equal(next.TaskId, call.TaskId);
        Assert.Equal(1, bridge.OpenTasks);
        Assert.Equal(1, await _world.CountAsync($"""
            select count(*) from accepted_tasks a join step_executions s using (run_id, task_id)
             where task_id = '{task.TaskId}' and s.accepted_at is not null and a.answered_at is null
               and a.alive_until between now() + interval '9 minutes' and now() + interval '11 minutes'
            """));
    }

    [Fact]
    public async Task R7_Task_WhenItWasAcceptedAndAnotherBridgeGetsIt_ReachesNoAgent()
    {
        var first = _world.StartBridge();
        var (task, live) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("", status: 202);
        await _world.ResultAsync(task.TaskId);

        await first.StopAsync(CancellationToken.None);
        _world.StartBridge();
        await _world.SendAsync(task);
        var (again, _) = await _world.ResultAsync(task.TaskId);
        await _world.SendAsync(live);
        var call = await _world.Agent.NextAsync();

        Assert.Equal(AgentOutcome.Accepted, again.Outcome);
        Assert.Equal(live.TaskId, call.TaskId);
    }

    [Fact]
    public async Task Task_WhenItsAcceptanceHasLapsed_IsCalledAgainUnderTheSameId()
    {
        var bridge = _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("", status: 202);
        await _world.ResultAsync(task.TaskId);
        await BridgeWorld.UntilIdleAsync(bridge);

        await _world.ExecuteAsync("update accepted_tasks set alive_until = now() - interval '1 second'");
        await _world.SendAsync(task);
        var again = await _world.Agent.NextAsync();
        again.Reply("\"done\"");
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal(task.TaskId, again.TaskId);
        Assert.Equal((AgentOutcome.Completed, "\"done\""), (result.Outcome, result.Output.ToString()));
    }

    [Fact]
    public async Task Call_WhenCallbacksAreSetUp_CarriesAnAddressThatIsSignedAndInNoMessage()
    {
        _world.StartBridge();
        var deadline = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3600);
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task with { Deadline = deadline });
        var call = await _world.Agent.NextAsync();
        call.Reply("", status: 202);
        await _world.ResultAsync(task.TaskId);

        const string path = "https://workflow.example/base/api/v1/agent-callbacks/";
        var url = call.Body.GetProperty("callback_url").GetString()!;
        Assert.StartsWith(path, url, StringComparison.Ordinal);
        Assert.True(CallbackToken.TryRead(url[path.Length..], [new CallbackKey(Secret)], out var token));
        Assert.Equal(
            new CallbackToken(task.RunId, task.TaskId, deadline + TimeSpan.FromMinutes(1)), token);
        Assert.Equal(0, await _world.CountAsync($"""
            select count(*) from accepted_tasks as t where t::text like '%{url[path.Length..]}%'
            """));
    }

    [Fact]
    public async Task Task_WhenTheAgentAcceptsAndCannotCallBack_FailsAndNamesTheOptions()
    {
        _world.Callbacks = new CallbackOptions();
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();
        call.Reply("", status: 202);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.False(call.Body.TryGetProperty("callback_url", out _));
        Assert.Equal((AgentOutcome.Failed, StandardErrors.Configuration), (result.Outcome, result.Error!.Type));
        Assert.Contains("WORKFLOW_CALLBACK_URL", result.Error.Detail, StringComparison.Ordinal);
        Assert.Contains("WORKFLOW_CALLBACK_SECRET", result.Error.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"lifetime_seconds": -1}""")]
    [InlineData("""{"lifetime_seconds": "soon"}""")]
    public async Task Task_WhenTheAgentAcceptsForATimeThatIsNone_FailsAndSaysSo(string body)
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply(body, status: 202);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal((AgentOutcome.Failed, 502), (result.Outcome, result.Error!.Status));
        Assert.Contains("lifetime_seconds", result.Error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R6_Task_WhenItsStepEndsBeforeTheAcceptanceIsNoted_IsTakenBack()
    {
        _world.Options = _world.Options with { EndedLook = TimeSpan.FromMinutes(10) };
        _world.StartBridge();
        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();

        await _world.ExecuteAsync($"update step_executions set status = 'FAILED' where task_id = '{task.TaskId}'");
        call.Reply("", status: 202);
        var cancel = await _world.Agent.NextCancelAsync();
        cancel.Reply("{}");

        Assert.Equal(task.TaskId, cancel.TaskId);
        Assert.Equal(0, await _world.CountAsync("select count(*) from accepted_tasks"));
    }
}
