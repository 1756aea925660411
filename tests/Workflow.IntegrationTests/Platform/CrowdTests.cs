using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>More runs wait for one agent than a bridge keeps tasks of it: the others' owners send them again.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class CrowdTests(PostgresFixture postgres)
{
    private const int Runs = 40;
    private const int Room = 4;

    [Fact]
    public async Task R1_Runs_WhenTheyFindNoRoomInABridge_AreSentAgainAsSoonAsThereIsSome()
    {
        await using var platform = await StartAsync();
        var agent = await HeldAgent.RegisterAsync(platform, "Busy");
        await StartRunsAsync(platform);
        await platform.UntilAsync("the agent is called", () => Task.FromResult(agent.Tasks == Room));

        agent.Release();

        await AssertAllCompletedAsync(platform);
        Assert.Equal((Runs, Runs), (agent.Tasks, agent.Calls));
    }

    [Fact]
    public async Task R1_Runs_WhenTheyLeftMemoryAndTheirBridgeIsReplaced_AreSentToTheNextOne()
    {
        await using var platform = await StartAsync(
            ("WORKFLOW_EXECUTION_PARK_AGENT_AFTER_MS", "2000"), ("WORKFLOW_EXECUTION_PARK_AFTER_MS", "1000"));
        var agent = await HeldAgent.RegisterAsync(platform, "Busy");
        await StartRunsAsync(platform);
        await platform.UntilAsync("every run has left memory for long", async () =>
            await platform.ScalarAsync<long>(
                """
                with parked as (
                    update workflow_runs set wake_at = now() + interval '1 day'
                     where wake_at < now() + interval '1 hour')
                select count(*) from workflow_runs where wake_at > now() + interval '1 hour'
                """) == Runs);
        await platform.UntilAsync("the agent is called", () => Task.FromResult(agent.Tasks == Room));

        var ended = platform.Bridge.TerminateAsync();
        platform.StartBridge();
        Assert.Equal(0, await ended);
        agent.Release();

        await AssertAllCompletedAsync(platform);
    }

    private Task<LocalPlatform> StartAsync(params (string Name, string Value)[] more) => LocalPlatform.StartAsync(
        postgres,
        settings:
        [
            ("WORKFLOW_BRIDGE_OPEN_TASKS_PER_AGENT_MAX", $"{Room}"), ("WORKFLOW_BRIDGE_GRACE_MS", "1"),
            ("WORKFLOW_EXECUTION_AGENT_SILENCE_MAX_MS", "3600000"), .. more,
        ]);

    private static async Task StartRunsAsync(LocalPlatform platform)
    {
        await platform.StartRunsAsync(await platform.RegisterAsync("  - busy:\n      call: Busy"), Runs);
        await platform.UntilSqlAsync($"count(*) = {Runs} from step_executions where status = 'RUNNING'");
    }

    private static async Task AssertAllCompletedAsync(LocalPlatform platform)
    {
        await platform.UntilEndedAsync();
        Assert.Equal(Runs, await platform.CompletedAsync());
    }
}
