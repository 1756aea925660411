using System.Net.Http.Json;
using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

[Collection(SecondPlatformCollection.Name)]
public sealed class BatchTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R1_Batch_WhenTheApiIsKilledInTheMiddle_IsCarriedOnByTheNextOneAndEveryRunStartsOnce()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await platform.Api.KillAsync();
        var api = await StartApiAsync(platform);
        var workflow = await platform.RegisterAsync("  - only:\n      set: { done: true }");
        await using var holder = await HoldItemsAsync(platform);
        var items = Enumerable.Range(0, 200).Select(n => new { target_id = workflow, inputs = new { n } });
        using var answer = await platform.Http.PostAsJsonAsync(
            "/api/v1/batches", new { verb = "start", items, concurrency = 2 });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());

        await platform.UntilSqlAsync("count(*) >= 10 from batch_items where outcome is not null");
        await api.KillAsync();
        Assert.False(await platform.ScalarAsync<bool>("select completed_at is not null from batches"));
        await ExecuteAsync(holder, "select pg_advisory_unlock(hashtext('held items'))");
        await StartApiAsync(platform);

        await platform.UntilSqlAsync("completed_at is not null from batches");
        await platform.UntilEndedAsync();
        Assert.Equal("200 0 200 200", await platform.ScalarAsync<string>("""
            select concat_ws(' ', done, failed, (select count(*) from workflow_runs where status = 'COMPLETED'),
                             (select count(distinct input_data ->> 'n') from workflow_runs))
              from batches
            """));
    }

    /// <summary>No item after the first hundred begins while the connection has its lock.</summary>
    private static async Task<NpgsqlConnection> HoldItemsAsync(LocalPlatform platform)
    {
        var holder = await platform.Data.OpenConnectionAsync();
        await ExecuteAsync(holder, """
            create function wait_for_holder() returns trigger language plpgsql as
                'begin perform pg_advisory_xact_lock_shared(hashtext(''held items'')); return new; end';
            create trigger wait_for_holder before update on batch_items
                for each row when (new.ordinal > 100) execute function wait_for_holder();
            select pg_advisory_lock(hashtext('held items'))
            """);
        return holder;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<ServiceProcess> StartApiAsync(LocalPlatform platform)
    {
        var api = platform.StartApi("--WORKFLOW_BATCH_LEASE_MS=500");
        await platform.UntilAsync("the API answers", async () =>
        {
            try
            {
                using var answer = await platform.Http.GetAsync("/api/v1/workflows");
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return api;
    }
}
