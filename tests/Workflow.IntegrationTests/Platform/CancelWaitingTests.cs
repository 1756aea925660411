using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Cancellations of runs that nobody executes: they wait behind others, or no consumer lives.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CancelWaitingTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R6_Cancel_WhenTheRunIsPendingBehindABacklog_NeverExecutes()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres,
            settings:
            [
                ("WORKFLOW_EXECUTION_SLOTS_MAX", "1"),
                ("WORKFLOW_CONSUMER_INTAKE_HIGH_MARK", "10"),
                ("WORKFLOW_EXECUTION_STEPS_PER_RUN_MAX", "10000000"),
            ]);
        var endless = await platform.RegisterAsync(
            "  - count: { set: { n: '${ (.n // 0) + 1 }' }, then: count }", "endless");
        var first = await platform.StartRunAsync(endless, new { n = 0 });
        await platform.UntilSqlAsync($"count(*) > 300 from step_executions where run_id = '{first}'");
        var workflow = await platform.RegisterAsync("  - only: { set: { done: true } }", "small");
        var waiting = await platform.StartRunsAsync(workflow, 40);
        var (inMemory, beyond) = (waiting[0], waiting[^1]);

        await platform.CancelAsync(inMemory, Cancelling.Workflows);
        await platform.CancelAsync(beyond, Cancelling.V1);
        await platform.CancelAsync(first, Cancelling.Workflows);

        await platform.UntilEndedAsync();
        Assert.Equal("3 38 38", await platform.ScalarAsync<string>(
            "select concat_ws(' ', count(*) filter (where status = 'CANCELLED'), " +
            "count(*) filter (where status = 'COMPLETED'), " +
            $"(select count(*) from step_executions where run_id <> '{first}')) from workflow_runs"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Cancel_WhileNoConsumerLives_IsFinalAndTheCallIsBrokenOff(bool isTold)
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_BRIDGE_ENDED_LOOK_MS", isTold ? "600000" : "1000"));
        await platform.UntilBridgeHearsAsync();
        var agent = await HeldAgent.RegisterAsync(platform, "Held");
        var workflow = await platform.RegisterAsync("  - ask: { call: Held }\n  - again: { call: Held }");
        var run = await platform.StartRunAsync(workflow);
        await platform.UntilAsync("the agent is called", () => agent.Calls == 1);
        await platform.Consumers[0].KillAsync();
        var pending = await platform.StartRunAsync(workflow);

        if (isTold)
        {
            await platform.CancelAsync(run);
        }
        else
        {
            await platform.CancelUntoldAsync(run);
        }

        await platform.CancelAsync(pending);
        await platform.UntilAsync("the call is broken off", () => agent.BrokenOff == 1);
        var trace = await platform.TraceAsync(run) + await platform.TraceAsync(pending);

        // The next consumer owns every shard and has dealt with what waited for it.
        platform.StartConsumer();
        await platform.UntilSqlAsync("bool_and(owner = 'consumer-2') from shards");
        var marker = await platform.StartRunAsync(await platform.RegisterAsync("  - x: { set: { x: 1 } }", "marker"));
        await platform.UntilSqlAsync($"status = 'COMPLETED' from workflow_runs where run_id = '{marker}'");
        await platform.UntilLetGoAsync("consumer-2");
        Assert.Equal(trace, await platform.TraceAsync(run) + await platform.TraceAsync(pending));
        Assert.Equal(1, agent.Calls);
    }
}
