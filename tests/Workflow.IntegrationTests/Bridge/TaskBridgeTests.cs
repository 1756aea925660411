using System.Text;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>One bridge: what becomes of a task.</summary>
[Collection(OwnerCollection.Name)]
public sealed class TaskBridgeTests(PostgresFixture postgres) : IAsyncLifetime
{
    private BridgeWorld _world = null!;

    public async Task InitializeAsync() => _world = await BridgeWorld.CreateAsync(postgres);

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Task_WhenItsStepIsRunning_IsPostedAndItsResultGoesToTheShardsOwner()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync() with
        {
            Deadline = new DateTimeOffset(2099, 1, 2, 5, 4, 5, 678, TimeSpan.FromHours(2)),
        };

        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();
        call.Reply("""{"category":"billing"}""");
        var (result, partition) = await _world.ResultAsync(task.TaskId);

        Assert.Equal(task.TaskId.ToString(), call.IdempotencyKey);
        Assert.Equal("2099-01-02T03:04:05.678Z", call.Headers["Workflow-Deadline"]);
        Assert.Equal(task.TaskId, call.TaskId);
        Assert.Equal(task.RunId, call.Body.GetProperty("run_id").GetGuid());
        Assert.Equal("x", call.Body.GetProperty("input").GetProperty("subject").GetString());
        Assert.Equal(
            ["task_id", "run_id", "step", "agent", "attempt", "deadline", "input"],
            call.Body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            (AgentOutcome.Completed, """{"category":"billing"}""", task.RunId, BridgeWorld.Shard),
            (result.Outcome, result.Output.ToString(), result.RunId, partition));
    }

    [Fact]
    public async Task Task_WhenItComesAgainInFlightAndAfterwards_IsCalledOnceAndAnsweredFromMemory()
    {
        var bridge = _world.StartBridge();
        var (task, next) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());

        await _world.SendAsync(task);
        var call = await _world.Agent.NextAsync();
        await _world.SendAsync(task);
        await _world.SendAsync(next);
        // The next task's call shows that the duplicate before it was read while the first was in flight.
        (await _world.Agent.NextAsync()).Reply("2");
        call.Reply("1");
        var (first, _) = await _world.ResultAsync(task.TaskId);
        await BridgeWorld.UntilIdleAsync(bridge);
        await _world.SendAsync(task);
        var (again, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal(("1", "1"), (first.Output.ToString(), again.Output.ToString()));
        Assert.Equal(2, _world.Agent.Count);
    }

    [Theory]
    [InlineData("COMPLETED", "RUNNING")]
    [InlineData("CANCELLED", "CANCELLED")]
    [InlineData("RUNNING", "FAILED")]
    public async Task R3_R6_Task_WhenItsStepOrRunHasEnded_ReachesNoAgent(string step, string run)
    {
        _world.StartBridge();
        var (ended, live) = (await _world.NewTaskAsync(step, run), await _world.NewTaskAsync());

        await _world.SendAsync(ended);
        await _world.SendAsync(live);
        var call = await _world.Agent.NextAsync();
        call.Reply("{}");
        await _world.ResultAsync(live.TaskId);

        Assert.Equal(live.TaskId, call.TaskId);
        Assert.Equal(1, _world.Agent.Count);
    }

    [Fact]
    public async Task Task_WhenTheAgentAnswers500_FailsWithItsProblem()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("""{"title":"Broken","detail":"disk full","status":500}""", status: 500);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal(AgentOutcome.Failed, result.Outcome);
        Assert.Equal(new AgentError(StandardErrors.Communication, 500, "Broken", "disk full"), result.Error);
    }

    [Fact]
    public async Task Task_WhenTheAgentIsSilentUntilTheDeadline_FailsAsTimeout()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task with { Deadline = TimeProvider.System.GetUtcNow().AddSeconds(1) });
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal((StandardErrors.Timeout, 408), (result.Error!.Type, result.Error.Status));
    }

    [Fact]
    public async Task Task_WhenNobodyListensAtTheEndpoint_FailsAsUnreachable()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task with { Endpoint = "http://127.0.0.1:1/agents/nobody" });
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal((StandardErrors.Communication, 503), (result.Error!.Type, result.Error.Status));
    }

    [Theory]
    [InlineData("{ this is no JSON")]
    [InlineData("""{"message_type":"agent_task","run_id":"5f0cf9a6-3c6b-4c39-9bd5-5a4d1a4c1f9e"}""")]
    public async Task R9_Message_WhenItIsGarbage_BecomesADeadLetterAndDisturbsNothing(string body)
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(Topics.AgentTasks, Guid.NewGuid(), Encoding.UTF8.GetBytes(body));
        await _world.SendAsync(task);
        (await _world.Agent.NextAsync()).Reply("{}");
        var letter = await _world.Seen.Until(seen => seen.Message.Topic == Topics.DeadLetter);
        await _world.ResultAsync(task.TaskId);

        Assert.Contains("\"topic\":\"workflow.agent.tasks\"", letter.Text);
        Assert.DoesNotContain("\"reason\":null", letter.Text);
    }

    [Fact]
    public async Task Task_WhenAnotherOfItsPartitionIsSlow_DoesNotWaitForIt()
    {
        _world.StartBridge();
        var (slow, fast) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());

        await _world.SendAsync(slow);
        var held = await _world.Agent.NextAsync();
        await _world.SendAsync(fast);
        (await _world.Agent.NextAsync()).Reply("{}");
        await _world.ResultAsync(fast.TaskId);

        Assert.False(held.Aborted.IsCompleted);
    }

    [Fact]
    public async Task Task_WhenTooManyOfItsAgentAreHere_IsLeftToItsOwnerUntilHalfOfThemAreDone()
    {
        _world.Options = _world.Options with { OpenTasksPerAgentMax = 2, CallsPerAgentMax = 1, CallsPerAgentOwn = 1 };
        var bridge = _world.StartBridge();
        var (held, waiting) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        var (crowdedOut, other) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        await _world.SendAsync(held);
        var call = await _world.Agent.NextAsync();
        await _world.SendAsync(waiting);
        await _world.SendAsync(crowdedOut);
        await _world.SendAsync(other with { Agent = "AnotherAgent" });

        // Another agent's task comes through, and the owner hears that its own is not forgotten.
        (await _world.Agent.NextAsync()).Reply("{}");
        Assert.Equal(AgentOutcome.Completed, (await _world.ResultAsync(other.TaskId)).Result.Outcome);
        await _world.Seen.Until(seen => BridgeWorld.Read(seen).TaskIds?.Contains(crowdedOut.TaskId) == true);
        call.Reply("1");
        (await _world.Agent.NextAsync()).Reply("2");
        await _world.ResultAsync(waiting.TaskId);

        await _world.Seen.Until(
            seen => BridgeWorld.Read(seen).Again?.Contains(new TaskOfRun(crowdedOut.TaskId, crowdedOut.RunId)) == true);
        await BridgeWorld.UntilIdleAsync(bridge);
        await _world.SendAsync(crowdedOut);
        var last = await _world.Agent.NextAsync();
        last.Reply("3");
        Assert.Equal(crowdedOut.TaskId, last.TaskId);
        Assert.Equal("3", (await _world.ResultAsync(crowdedOut.TaskId)).Result.Output.ToString());
    }

    [Fact]
    public async Task R3_R6_Task_WhenItsStepEndsWhileItWaitsForAPlace_ReachesNoAgent()
    {
        var clock = new ForwardClock();
        _world.Time = clock;
        _world.Options = _world.Options with { CallsPerAgentMax = 1, EndedLook = TimeSpan.FromMinutes(10) };
        _world.StartBridge();
        var (held, ended) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        var (after, other) = (await _world.NewTaskAsync(), await _world.NewTaskAsync());
        await _world.SendAsync(held);
        var call = await _world.Agent.NextAsync();
        await _world.SendAsync(ended);
        await _world.SendAsync(after);
        await _world.SendAsync(other with { Agent = "AnotherAgent" });
        // With this call those before it are admitted; only what was looked at a while ago is looked at again.
        (await _world.Agent.NextAsync()).Reply("{}");
        clock.Forward(TimeSpan.FromSeconds(1));

        await _world.ExecuteAsync(
            $"update step_executions set status = 'FAILED' where task_id = '{ended.TaskId}'");
        call.Reply("{}");
        var next = await _world.Agent.NextAsync();
        next.Reply("{}");
        await _world.ResultAsync(after.TaskId);

        Assert.Equal(after.TaskId, next.TaskId);
    }

    [Fact]
    public async Task Task_WhenTheAgentReportsCheckpointsAndProgress_TellsTheOwnerBeforeTheResult()
    {
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task with { Checkpoint = RawJson.FromText("""{"page":1}""") });
        var call = await _world.Agent.NextAsync();
        call.ReplyLines("{\"checkpoint\":{\"page\":2}}\n{\"progress\":0.5}\n{\"result\":\"done\"}\n");
        var (checkpoint, partition) = await _world.ResultAsync(task.TaskId);
        var (report, _) = await _world.ResultAsync(task.TaskId);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal(1, call.Body.GetProperty("checkpoint").GetProperty("page").GetInt32());
        Assert.Equal(
            (AgentOutcome.Checkpoint, """{"page":2}""", BridgeWorld.Shard),
            (checkpoint.Outcome, checkpoint.Output.ToString(), partition));
        Assert.Equal(AgentOutcome.Report, report.Outcome);
        Assert.StartsWith("{\"progress\":0.5,", Assert.Single(report.Reports!).ToString(), StringComparison.Ordinal);
        Assert.Equal((AgentOutcome.Completed, "\"done\""), (result.Outcome, result.Output.ToString()));
    }

    [Fact]
    public async Task Task_WhenMostCallsOfTheAgentFail_IsAnsweredWithoutReachingIt()
    {
        _world.Options = _world.Options with
        {
            BreakerCallsMin = 2, BreakerPause = TimeSpan.FromHours(1), BreakerWindow = TimeSpan.FromHours(1),
        };
        _world.StartBridge();
        for (var i = 0; i < 2; i++)
        {
            var broken = await _world.NewTaskAsync();
            await _world.SendAsync(broken);
            (await _world.Agent.NextAsync()).Reply("{}", status: 500);
            await _world.ResultAsync(broken.TaskId);
        }

        var task = await _world.NewTaskAsync();
        await _world.SendAsync(task);
        var (result, _) = await _world.ResultAsync(task.TaskId);

        Assert.Equal((StandardErrors.AgentUnavailable, 503), (result.Error!.Type, result.Error.Status));
        Assert.Equal(2, _world.Agent.Count);
    }

    [Fact]
    public async Task Heartbeat_WhileACallIsOpen_NamesItOnItsShardsPartition()
    {
        _world.Options = _world.Options with { Heartbeat = TimeSpan.FromMilliseconds(50) };
        _world.StartBridge();
        var task = await _world.NewTaskAsync();

        await _world.SendAsync(task);
        await _world.Agent.NextAsync();
        var beat = await _world.Seen.Until(seen => BridgeWorld.Read(seen).Outcome == AgentOutcome.Heartbeat);

        Assert.Equal([task.TaskId], BridgeWorld.Read(beat).TaskIds);
        Assert.Equal(BridgeWorld.Shard, beat.Partition);
    }
}
