using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>A platform for cancellations: bridges learn of them by message only, waits under an hour stay in memory,
/// and a local loop may run for as long as it likes.</summary>
public sealed class CancelSituation(PostgresFixture postgres) : IAsyncLifetime
{
    internal LocalPlatform Platform { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await LocalPlatform.StartAsync(
            postgres,
            settings:
            [
                ("WORKFLOW_BRIDGE_ENDED_LOOK_MS", "600000"),
                ("WORKFLOW_EXECUTION_PARK_AFTER_MS", "3600000"),
                ("WORKFLOW_EXECUTION_STEPS_PER_RUN_MAX", "10000000"),
            ]);
        await Platform.UntilBridgeHearsAsync();
    }

    public async Task DisposeAsync() => await Platform.DisposeAsync();
}

/// <summary>Cancelling on a whole platform, and what has to be true afterwards.</summary>
internal static class Cancelling
{
    public const string V1 = "/api/v1/executions";

    public const string Workflows = "/api/workflows/executions";

    /// <summary>Cancels over HTTP: the answer and the row say CANCELLED.</summary>
    public static async Task CancelAsync(this LocalPlatform platform, Guid run, string surface = V1)
    {
        using var answer = await platform.Http.PostAsJsonAsync($"{surface}/{run}/cancel", new { reason = "enough" });
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, body);
        using var document = JsonDocument.Parse(body);
        Assert.Equal("cancelled", document.RootElement.GetProperty("status").GetString());
        await platform.AssertCancelledAsync(run);
    }

    /// <summary>Cancels as an API does that ends between the transaction and the message.</summary>
    public static async Task CancelUntoldAsync(this LocalPlatform platform, Guid run)
    {
        var cancelled = await new CancelRun(platform.Data).RunAsync(
            null, run, "me", "enough", CancellationToken.None);
        Assert.Equal(run, cancelled[0].RunId);
        Assert.Equal(RunStatus.Running, cancelled[0].Before);
        await platform.AssertCancelledAsync(run);
    }

    /// <summary>Waits until the bridge hears of cancellations: it may have begun to call agents before.</summary>
    public static async Task UntilBridgeHearsAsync(this LocalPlatform platform)
    {
        var agent = await HeldAgent.RegisterAsync(platform, "Heard");
        var run = await platform.StartRunAsync(await platform.RegisterAsync("  - ask: { call: Heard }", "heard"));
        await platform.UntilAsync("the agent is called", () => agent.Calls > 0);
        await platform.CancelAsync(run);
        using var producer = new MessageProducer(platform.Kafka, NullLogger.Instance);
        var message = Encoding.UTF8.GetBytes($$"""
            { "run_id": "{{run}}", "cancelled_by": "me", "reason": "enough", "timestamp": "2026-01-01T00:00:00Z",
              "message_type": "cancellation_request" }
            """);
        await platform.UntilAsync("the bridge hears of it", async () =>
        {
            await producer.SendAsync(
                Topics.CancellationRequests, Sharding.ShardOf(run, PostgresFixture.Partitions),
                Encoding.ASCII.GetBytes(run.ToString()), message);
            return agent.BrokenOff > 0;
        });
        await platform.UntilLetGoAsync();
    }

    /// <summary>Waits until the consumer has no run in memory.</summary>
    public static Task UntilLetGoAsync(this LocalPlatform platform, string consumer = "consumer-1") =>
        platform.UntilSqlAsync($"count(*) = 1 from consumers where id = '{consumer}' and active_runs = 0");

    /// <summary>Waits until the consumer says that it has a run in memory.</summary>
    public static Task UntilTakenAsync(this LocalPlatform platform, string consumer = "consumer-1") =>
        platform.UntilSqlAsync($"count(*) = 1 from consumers where id = '{consumer}' and active_runs > 0");

    public static Task UntilAsync(this LocalPlatform platform, string what, Func<bool> condition) =>
        platform.UntilAsync(what, () => Task.FromResult(condition()));

    /// <summary>Everything that the database says of the run and of what it waited for, to see whether it
    /// changes.</summary>
    public static Task<string> TraceAsync(this LocalPlatform platform, Guid run) => platform.ScalarAsync<string>(
        "select string_agg(concat_ws(' ', r.run_id, r.status, r.revision, r.wake_at, s.steps, s.open), ', ' " +
        "order by r.run_id) from workflow_runs r cross join lateral (" +
        "select count(*) as steps, count(*) filter (where e.status in ('PENDING', 'RUNNING')) as open " +
        $"from step_executions e where e.run_id = r.run_id) s where '{run}' in (r.run_id, r.parent_run_id)");

    private static async Task AssertCancelledAsync(this LocalPlatform platform, Guid run) => Assert.Equal(
        "CANCELLED 0", await platform.ScalarAsync<string>(
            "select r.status || ' ' || (select count(*) from step_executions e " +
            "where e.run_id = r.run_id and e.status in ('PENDING', 'RUNNING')) " +
            $"from workflow_runs r where r.run_id = '{run}'"));
}
