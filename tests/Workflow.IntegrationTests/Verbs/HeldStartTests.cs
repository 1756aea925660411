using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>Runs that wait for their start: paused, delayed, or for too long; and owners that come and go
/// meanwhile.</summary>
[Collection(OwnerCollection.Name)]
public sealed class HeldStartTests(PostgresFixture postgres)
{
    private const string OneStep = "  - only: { set: { done: true } }";

    [Fact]
    public async Task Start_WhenTheRunIsPausedDelayedOrLate_WaitsOrFails()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres, consumers: 0, isReady: false);
        var workflow = await platform.RegisterAsync(OneStep);
        var paused = await platform.StartRunAsync(workflow);
        var delayed = await platform.StartRunAsync(workflow);
        var cancelled = await platform.StartRunAsync(workflow);
        var late = await platform.StartRunAsync(workflow);
        Assert.Equal("pending", (await platform.VerbAsync(paused, "pause")).GetProperty("status").GetString());
        await SetAsync(platform, delayed, "start_at = now() + interval '12 s', wake_at = now() + interval '12 s'");
        await SetAsync(platform, cancelled, "start_at = now() + interval '1 h', wake_at = now() + interval '1 h'");
        await SetAsync(platform, late, "queue_deadline = now()");

        platform.StartConsumer();
        var usual = await platform.StartRunsAsync(workflow, 20);
        await platform.UntilStatusAsync(late, "FAILED");
        await platform.UntilSqlAsync(
            $"count(*) = 20 from workflow_runs where status = 'COMPLETED' and run_id >= '{usual.Min()}'");
        await platform.UntilSqlAsync("not exists (select from workflow_runs where status = 'RUNNING')");
        Assert.Equal("scheduled", (await platform.VerbAsync(cancelled, "cancel")).GetProperty("stage").GetString());
        Assert.Equal("PENDING", await StatusAsync(platform, paused));
        Assert.Contains("queue-timeout", await platform.ScalarAsync<string>(
            $"select error_message from workflow_runs where run_id = '{late}'"), StringComparison.Ordinal);

        // Another owner keeps to it as well.
        await platform.Consumers[0].KillAsync();
        platform.StartConsumer();
        await platform.UntilStatusAsync(delayed, "COMPLETED");
        Assert.True(await platform.ScalarAsync<bool>(
            $"select started_at >= start_at from workflow_runs where run_id = '{delayed}'"));
        Assert.Equal("PENDING", await StatusAsync(platform, paused));
        await platform.VerbAsync(paused, "resume");
        await platform.UntilStatusAsync(paused, "COMPLETED");
        Assert.Equal("CANCELLED", await StatusAsync(platform, cancelled));
    }

    [Fact]
    public async Task R3_Pause_WhenTheOwnerIsKilled_HoldsUnderTheNextOneAndTheAnswerIsKept()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var first = await HeldAgent.RegisterAsync(platform, "First");
        var second = await HeldAgent.RegisterAsync(platform, "Second");
        second.Release();
        var run = await platform.StartRunAsync(await platform.RegisterAsync("""
              - first: { call: First }
              - second: { call: Second }
            """));
        await platform.UntilAsync("the first agent is asked", () => Task.FromResult(first.Calls == 1));
        await platform.VerbAsync(run, "pause");

        await platform.Consumers[0].KillAsync();
        platform.StartConsumer();
        await platform.UntilSqlAsync("count(*) = 16 from shards where owner = 'consumer-2'");
        first.Release();
        await platform.UntilStepAsync(run, "first", "COMPLETED");
        await platform.UntilNothingInMemoryAsync();
        Assert.Equal((1, 0), (first.Calls, second.Calls));

        await platform.VerbAsync(run, "resume");
        await platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal((1, 1), (first.Calls, second.Calls));
    }

    private static Task SetAsync(LocalPlatform platform, Guid run, string set) =>
        platform.ScalarAsync<object>($"update workflow_runs set {set} where run_id = '{run}' returning run_id");

    private static Task<string> StatusAsync(LocalPlatform platform, Guid run) =>
        platform.ScalarAsync<string>($"select status from workflow_runs where run_id = '{run}'");
}
