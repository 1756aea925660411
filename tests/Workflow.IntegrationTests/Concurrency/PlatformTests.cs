using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Concurrency;

/// <summary>Concurrency keys on real processes.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class PlatformTests(PostgresFixture postgres)
{
    private const string OneCall = "- call:\n    call: Slow";

    // The most slots of one key that were held at one moment.
    private const string Most = """
        select max((select count(*) from workflow_runs o
                     where o.concurrency_key = r.concurrency_key
                       and o.slot_at <= r.slot_at and coalesce(o.completed_at, 'infinity') > r.slot_at))
          from workflow_runs r where r.slot_at is not null
        """;

    [Fact]
    public async Task Keys_WhenAConsumerIsKilledInBetween_NeverHaveMoreThanTheirLimitAndNothingIsStuck()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, consumers: 2, settings: ("WORKFLOW_INTAKE_STATEMENT_TIMEOUT_MS", "60000"));
        await platform.RegisterAgentAsync("Slow", async (_, ct) =>
        {
            await Task.Delay(20, ct);
            return new { ok = true };
        });
        var workflow = await platform.RegisterAsync(OneCall);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => StartAsync(platform, workflow, $"key-{i % 5}", 2)));
        await platform.UntilSqlAsync("count(*) > 20 from workflow_runs where status = 'COMPLETED'");
        await platform.Consumers[0].KillAsync();
        await platform.UntilEndedAsync();

        Assert.Equal(200, await platform.ScalarAsync<long>(
            "select count(*) from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal(2, await platform.ScalarAsync<long>(Most));
    }

    [Fact]
    public async Task Keys_WhenTheOldestIsCancelledForANewRun_TheNewOneStartsAndAWaitingOneSaysWhy()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        var stuck = new TaskCompletionSource<object?>();
        await platform.RegisterAgentAsync("Slow", (_, ct) => stuck.Task.WaitAsync(ct));
        var workflow = await platform.RegisterAsync(OneCall);
        var oldest = await StartAsync(platform, workflow, "k", 1);
        await platform.UntilSqlAsync($"status = 'RUNNING' from workflow_runs where run_id = '{oldest}'");
        var waiting = await StartAsync(platform, workflow, "k", 1);
        using var explained = JsonDocument.Parse(
            await platform.Http.GetStringAsync($"/api/v1/executions/{waiting}/explain"));
        var reason = explained.RootElement.GetProperty("reasons").EnumerateArray()
            .Single(one => one.GetProperty("code").GetString() == "waiting-for-slot");
        Assert.Equal($"{oldest}", reason.GetProperty("facts").GetProperty("holders")[0].GetString());

        var urgent = await StartAsync(platform, workflow, "k", 1, "cancel_oldest", priority: 5);

        await platform.UntilSqlAsync($"status = 'CANCELLED' from workflow_runs where run_id = '{oldest}'");
        await platform.UntilSqlAsync($"status = 'RUNNING' from workflow_runs where run_id = '{urgent}'");
        Assert.Equal("PENDING", await platform.ScalarAsync<string>(
            $"select status from workflow_runs where run_id = '{waiting}'"));
        using var cancel = await platform.Http.PostAsync($"/api/workflows/executions/{urgent}/cancel", null);
        await platform.UntilSqlAsync($"status = 'RUNNING' from workflow_runs where run_id = '{waiting}'");
        stuck.SetResult(new { ok = true });
        await platform.UntilSqlAsync($"status = 'COMPLETED' from workflow_runs where run_id = '{waiting}'");
    }

    private static async Task<Guid> StartAsync(
        LocalPlatform platform, Guid workflow, string key, int limit, string onLimit = "queue", int priority = 0)
    {
        using var answer = await platform.Http.PostAsJsonAsync(
            $"/api/workflows/{workflow}/execute",
            new { priority, concurrency = new { key, limit, on_limit = onLimit } });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        using var body = JsonDocument.Parse(text);
        return body.RootElement.GetProperty("execution_id").GetGuid();
    }
}
