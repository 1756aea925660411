using System.Net.Http.Json;
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
        var items = Enumerable.Range(0, 200).Select(n => new { target_id = workflow, inputs = new { n } });
        using var answer = await platform.Http.PostAsJsonAsync(
            "/api/v1/batches", new { verb = "start", items, concurrency = 2 });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());

        await platform.UntilSqlAsync("count(*) >= 10 from batch_items where outcome is not null");
        await api.KillAsync();
        Assert.False(await platform.ScalarAsync<bool>("select completed_at is not null from batches"));
        await StartApiAsync(platform);

        await platform.UntilSqlAsync("completed_at is not null from batches");
        await platform.UntilEndedAsync();
        Assert.Equal("200 0 200 200", await platform.ScalarAsync<string>("""
            select concat_ws(' ', done, failed, (select count(*) from workflow_runs where status = 'COMPLETED'),
                             (select count(distinct input_data ->> 'n') from workflow_runs))
              from batches
            """));
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
