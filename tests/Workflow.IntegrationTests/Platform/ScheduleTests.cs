using System.Net.Http.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Schedules under owners that die, freeze and wake again.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class ScheduleTests(PostgresFixture postgres)
{
    private const string OneStep = "  - only: { set: { done: true } }";

    [Fact]
    public async Task R4_Schedules_WhileOwnersAreKilledFrozenAndWoken_FireEachDueTimeOnce()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres, consumers: 2);
        await platform.RegisterAsync(OneStep);
        for (var i = 0; i < 8; i++)
        {
            using var made = await platform.Http.PostAsJsonAsync(
                "/api/v1/schedules", new { name = $"s{i}", workflow = "test", every = "PT1S", overlap = "allow" });
            Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        }

        await UntilFiredAsync(platform, 2);
        await platform.Consumers[0].KillAsync();
        platform.StartConsumer();
        await UntilFiredAsync(platform, 6);
        platform.Consumers[1].Freeze();
        await UntilFiredAsync(platform, 11);
        platform.Consumers[1].Wake();
        await UntilFiredAsync(platform, 13);

        await platform.ScalarAsync<object>("update schedules set next_due_at = null returning id");
        await platform.UntilEndedAsync();
        Assert.Equal("0|0|0", await platform.ScalarAsync<string>("""
            select concat_ws('|', sum(fires_missed), sum(fires_skipped), sum(fires_failed)) from schedules
            """));

        // One run for each due time, and no due time left out.
        Assert.True(await platform.ScalarAsync<bool>("""
            select (select count(*) from workflow_runs) = count(*)
                   and count(distinct f.run_id) = count(*)
                   and bool_and(f.outcome = 'started' and r.status = 'COMPLETED' and r.schedule_id = f.schedule_id)
              from schedule_fires f left join workflow_runs r using (run_id)
            """));
        Assert.Equal(0L, await platform.ScalarAsync<long>("""
            select count(*) from (select due_at - lag(due_at) over (partition by schedule_id order by due_at) as step
                                    from schedule_fires) as steps
             where step <> interval '1 s'
            """));
    }

    /// <summary>Waits until every schedule has started that many runs.</summary>
    private static Task UntilFiredAsync(LocalPlatform platform, int runs) =>
        platform.UntilSqlAsync($"min(runs_started) >= {runs} from schedules");
}
