using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Schedules;

/// <summary>What people say about schedules, and what they are told.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ScheduleApiTests(ScheduleWorld world) : IClassFixture<ScheduleWorld>
{
    [Fact]
    public async Task Create_ReturnsTheScheduleWithItsNextDueTimes()
    {
        await world.Api.RegisterAsync(Documents.Local("nightly"));
        var made = await world.CreateAsync("""
            {"name": "nightly", "workflow": "tests/nightly", "cron": "30 2 29 3 *", "time_zone": "Europe/Berlin",
             "end_at": "2030-01-01T00:00:00Z", "description": "for the board", "version": "1.0.0",
             "overlap": "queue", "queue_max": 5, "catch_up_seconds": 60, "labels": {"a": "b"}, "input": {"n": 1}}
            """);
        var id = made.GetProperty("id").GetGuid();
        Assert.Equal(made.ToString(), (await world.ReadAsync(id)).ToString());
        Assert.Equal(
            ("active", "tests/nightly", "user", "queue", "Europe/Berlin", "1.0.0"),
            (made.Text("status"), made.Text("workflow"), made.Text("origin"), made.Text("overlap"),
             made.Text("time_zone"), made.Text("version")));
        var next = await world.ReadAsync(id, "/next?count=2&after=2026-01-01");
        Assert.Equal(
            "2026-03-29T01:00:00Z 2026-03-29T03:00:00+02:00, 2027-03-29T00:30:00Z 2027-03-29T02:30:00+02:00",
            string.Join(", ", next.GetProperty("times").EnumerateArray().Select(
                time => $"{time.Text("due_at")} {time.Text("local")}")));
        var preview = await world.Api.PostAsync($"{ScheduleWorld.Path}/preview", """
            {"cron": "30 2 29 3 *", "time_zone": "Europe/Berlin", "count": 2, "after": "2026-01-01T00:00:00Z"}
            """);
        Assert.Equal(next.ToString(), (await preview.JsonAsync()).ToString());
        Assert.Equal("create_schedule", await world.Api.QueryAsync<string>(
            $"select verb from audit_log where detail ->> 'schedule_id' = '{id}'"));
    }

    [Theory]
    [InlineData("\"cron\": \"61 * * * *\"", "/cron: '61' is no minute")]
    [InlineData("\"cron\": \"@daily\", \"time_zone\": \"Mars/Base\"", "/time_zone: 'Mars/Base' is not known here.")]
    [InlineData("\"every\": \"PT0.5S\"", "/every: It is due more often than every 1 s.")]
    [InlineData("\"every\": {\"months\": 1}", "/every: It is no duration.")]
    [InlineData("\"every\": 15", "/every: It is no duration.")]
    [InlineData("\"at\": \"2020-01-01T00:00:00Z\"", "/at: It is never due again.")]
    [InlineData("\"cron\": \"@daily\", \"end_at\": \"2020-01-01T00:00:00Z\"", "/end_at: It is never due again.")]
    [InlineData("\"cron\": \"@daily\", \"every\": \"PT1H\"", "/cron: It says in several ways when it is due.")]
    [InlineData("\"overlap\": \"skip\"", "/cron: It does not say when it is due.")]
    [InlineData(
        "\"cron\": \"@daily\", \"input\": {\"n\": 1}, \"due_at_member\": \"n\"",
        "/due_at_member: The input has a member 'n' already.")]
    [InlineData("\"cron\": \"@daily\", \"queue_max\": 1001", "/queue_max: 1001 is more than allowed here.")]
    [InlineData("\"cron\": \"@daily\", \"catch_up_seconds\": 2592001", "/catch_up_seconds: 2592001 is more")]
    public async Task Create_WhenSomethingIsWrong_NamesItAndKeepsNothing(string members, string detail)
    {
        await world.Api.RegisterAsync(Documents.Local("wrong"));
        var answer = await world.Api.PostAsync(
            ScheduleWorld.Path, $$"""{"name": "wrong", "workflow": "wrong", {{members}}}""");
        Assert.StartsWith(
            detail, (await answer.ProblemAsync(422, "invalid-body")).Text("detail"), StringComparison.Ordinal);
        Assert.Equal(0L, await world.Api.QueryAsync<long>("select count(*) from schedules where name = 'wrong'"));
    }

    [Fact]
    public async Task Change_WhenSomebodyWasFaster_Returns412AndAFireIsNoChange()
    {
        var id = await world.MakeAsync("", "\"every\": \"PT1H\"");
        var name = (await world.ReadAsync(id)).Text("name");
        var first = await world.Api.Http.GetAsync($"{ScheduleWorld.Path}/{id}");
        var tag = first.Headers.ETag!.Tag;
        await world.FireAsync(id);
        string Body(string times) => $$"""{"name": "{{name}}", "workflow": "{{name}}", {{times}}}""";

        var changed = await world.PutAsync(id, Body("\"every\": {\"hours\": 1}, \"priority\": 3"), tag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var (before, after) = (await first.JsonAsync(), await changed.JsonAsync());
        Assert.Equal((3, 2), (after.GetProperty("priority").GetInt32(), after.GetProperty("revision").GetInt32()));
        Assert.Equal(before.Text("anchor"), after.Text("anchor"));
        Assert.Equal(1, after.GetProperty("progress").GetProperty("started").GetInt64());

        await (await world.PutAsync(id, Body("\"cron\": \"@daily\""), tag)).ProblemAsync(412, "precondition-failed");
        using var delete = new HttpRequestMessage(HttpMethod.Delete, $"{ScheduleWorld.Path}/{id}");
        delete.Headers.TryAddWithoutValidation("If-Match", changed.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NoContent, (await world.Api.Http.SendAsync(delete)).StatusCode);
        await (await world.Api.Http.GetAsync($"{ScheduleWorld.Path}/{id}")).ProblemAsync(404, "schedule-not-found");
        Assert.Equal("PENDING", await world.RunsAsync(id));
    }

    [Fact]
    public async Task Change_WhenItsTimesStay_KeepsTheDueTimeThatHasComeAndOtherTimesBeginAnew()
    {
        var id = await world.MakeAsync("", "\"every\": \"PT1H\"");
        var name = (await world.ReadAsync(id)).Text("name");
        await world.DueAsync(id, "'2026-02-03T04:05:06Z'");
        async Task<string?> ChangeAsync(string times)
        {
            var answer = await world.PutAsync(
                id, $$"""{"name": "{{name}}", "workflow": "{{name}}", "description": "new", {{times}}}""", null);
            Assert.Equal("new", (await answer.JsonAsync()).Text("description"));
            return await world.Api.QueryAsync<string>($"""
                select case when next_due_at > now() then 'later' else next_due_at::text end
                  from schedules where id = '{id}'
                """);
        }

        Assert.Equal("2026-02-03 04:05:06+00", await ChangeAsync("\"every\": \"PT1H\""));
        Assert.Equal("later", await ChangeAsync("\"every\": \"PT2H\""));
    }

    [Fact]
    public async Task Lock_OfAFrozenApi_IsEndedByTheServer()
    {
        await using var command = world.Api.Service<Npgsql.NpgsqlDataSource>().CreateCommand(
            "show idle_in_transaction_session_timeout");
        Assert.Equal("10s", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task List_PagesByAgeAndNarrowsByStatus()
    {
        var active = await world.MakeAsync();
        var paused = await world.MakeAsync("\"paused\": true,");
        var all = new List<Guid>();
        for (string? query = "?limit=1"; query is not null;)
        {
            var page = await (await world.Api.Http.GetAsync(ScheduleWorld.Path + query)).JsonAsync();
            all.AddRange(IdsOf(page));
            query = page.GetProperty("next").GetString() is { } next ? $"?limit=1&after={next}" : null;
        }

        Assert.Equal(all.Order(), all);
        Assert.Contains(active, all);
        var some = await (await world.Api.Http.GetAsync($"{ScheduleWorld.Path}?status=paused")).JsonAsync();
        Assert.Contains(paused, IdsOf(some));
        Assert.DoesNotContain(active, IdsOf(some));
        Assert.Equal(JsonValueKind.Null, (await world.ReadAsync(paused)).GetProperty("next_due_at").ValueKind);
    }

    private static IEnumerable<Guid> IdsOf(JsonElement page) =>
        page.GetProperty("schedules").EnumerateArray().Select(one => one.GetProperty("id").GetGuid());
}
