using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Schedules;

/// <summary>Schedules that definitions ask for.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DefinitionScheduleTests(ScheduleWorld world) : IClassFixture<ScheduleWorld>
{
    [Fact]
    public async Task Register_MakesChangesAndRemovesTheScheduleOfTheLatestVersion()
    {
        var made = await RegisterAsync("timed", "1.0.0", "every: PT1H");
        var id = made.GetProperty("schedule_id").GetGuid();
        var schedule = await world.ReadAsync(id);
        Assert.Equal(
            ("definition", "tests/timed", "PT1H", "allow", "active"),
            (schedule.Text("origin"), schedule.Text("name"), schedule.Text("every"), schedule.Text("overlap"),
             schedule.Text("status")));

        // The same schedule goes on undisturbed, an older version does not count, another one takes its place.
        await world.PostAsync(id, "pause");
        var paused = await world.ReadAsync(id);
        Assert.Equal(id, (await RegisterAsync("timed", "1.1.0", "every: PT1H")).GetProperty("schedule_id").GetGuid());
        await RegisterAsync("timed", "1.0.1", "cron: '@daily'");
        Assert.Equal(paused.ToString(), (await world.ReadAsync(id)).ToString());
        await RegisterAsync("timed", "1.2.0", "cron: '@daily'");
        var changed = await world.ReadAsync(id);
        Assert.Equal(("@daily", "paused"), (changed.Text("cron"), changed.Text("status")));
        Assert.Equal(JsonValueKind.Null, changed.GetProperty("next_due_at").ValueKind);

        using var change = await world.PutAsync(
            id, """{"name": "x", "workflow": "timed", "cron": "@hourly"}""", null);
        await change.ProblemAsync(409, "schedule-of-definition");
        Assert.Equal(
            JsonValueKind.Null, (await RegisterAsync("timed", "2.0.0", null)).GetProperty("schedule_id").ValueKind);
        await (await world.Api.Http.GetAsync($"{ScheduleWorld.Path}/{id}")).ProblemAsync(404, "schedule-not-found");
    }

    [Fact]
    public async Task Delete_OfTheWorkflow_DeletesItsSchedule()
    {
        var made = await RegisterAsync("passing", "1.0.0", "cron: '@daily'");
        await world.Api.Http.DeleteAsync($"/api/v1/workflows/{made.Text("id")}");
        Assert.Equal(0L, await world.Api.QueryAsync<long>(
            $"select count(*) from schedules where id = '{made.Text("schedule_id")}'"));
    }

    [Fact]
    public async Task Fire_OfAScheduleThatFollowsItsRuns_IsDueAfterTheEndOfEach()
    {
        var id = (await RegisterAsync("again", "1.0.0", "after: PT1H")).GetProperty("schedule_id").GetGuid();
        Assert.Single((await world.ReadAsync(id, "/next")).GetProperty("times").EnumerateArray());
        await world.DueAsync(id, "now() - interval '1 day'");
        await world.Firer.LookAsync();
        await world.Firer.LookAsync();
        Assert.Equal("PENDING", await world.RunsAsync(id));
        var waiting = await world.ReadAsync(id);
        Assert.Equal(("active", JsonValueKind.Null),
            (waiting.Text("status"), waiting.GetProperty("next_due_at").ValueKind));

        await world.EndRunsAsync(id);
        await world.Firer.LookAsync();
        Assert.True(await world.Api.QueryAsync<bool>($"""
            select s.next_due_at = r.completed_at + interval '1 h' and s.fires_missed = 0
              from schedules s join workflow_runs r on r.run_id = s.last_run_id where s.id = '{id}'
            """));
        await world.FireAsync(id);
        Assert.Equal("COMPLETED PENDING", await world.RunsAsync(id));
    }

    [Fact]
    public async Task Fire_OfAScheduleThatFollowsItsRuns_WhenTheWorkflowIsGone_WaitsThePauseAgain()
    {
        var id = (await RegisterAsync("orphan", "1.0.0", "after: PT1H")).GetProperty("schedule_id").GetGuid();
        await world.Api.ExecuteAsync($"update schedules set workflow_id = gen_random_uuid() where id = '{id}'");
        await world.FireAsync(id);
        await world.Firer.LookAsync();
        await world.Firer.LookAsync();
        Assert.Equal("failed", await world.FiresAsync(id));
    }

    private async Task<JsonElement> RegisterAsync(string name, string version, string? schedule)
    {
        var document = Documents.Local(name, version) + (schedule is null ? "" : $"\nschedule: {{ {schedule} }}");
        var answer = await world.Api.PostAsync("/api/v1/workflows", document, "application/yaml");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
