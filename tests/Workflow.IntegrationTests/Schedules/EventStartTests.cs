using System.Text.Json;
using Npgsql;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Schedules;

/// <summary>Runs that events start: <c>schedule.on</c>.</summary>
[Collection(PostgresCollection.Name)]
public sealed class EventStartTests(ScheduleWorld world) : IClassFixture<ScheduleWorld>
{
    private const string Pair =
        "all: [ { with: { type: left }, correlate: { o: { from: .data.o } } }, "
        + "{ with: { type: right }, correlate: { o: { from: .data.o } } } ]";

    [Fact]
    public async Task R1_Offer_WhenAnEventComesSeveralTimes_StartsOneRunWithItAsItsInput()
    {
        var id = await RegisterAsync("on-one", "one: { with: { type: one.paid, data: '${ .amount > 5 }' } }");
        await using var router = new TestRouter(world.Api);
        await using var other = new TestRouter(world.Api);
        var paid = TestRouter.Event("one.paid", "1", """{"amount":7}""");
        var small = TestRouter.Event("one.paid", "2", """{"amount":1}""");

        Assert.Equal("Started Known", await router.FatesAsync(paid, small, paid));
        Assert.Equal("Known", await other.FatesAsync(paid));
        Assert.Equal("", await other.FatesAsync(TestRouter.Event("one.paid", "3", """{"amount":9}""", "somebody")));

        Assert.Equal("PENDING", await world.RunsAsync(id));
        Assert.Equal(
            $"[{paid.Json}] 1.0.0",
            await world.Api.QueryAsync<string>($"""
                select concat_ws(' ', input_data, workflow_version) from workflow_runs where schedule_id = '{id}'
                """));
        var fire = (await world.ReadAsync(id, "/fires")).GetProperty("fires").EnumerateArray().Single();
        Assert.Equal(("event", "started", "pending"),
            (fire.Text("kind"), fire.Text("outcome"), fire.Text("execution_status")));
        var schedule = await world.ReadAsync(id);
        Assert.Equal(("active", "definition", 1), (
            schedule.Text("status"), schedule.Text("origin"),
            schedule.GetProperty("progress").GetProperty("started").GetInt32()));
        Assert.Equal("one.paid", schedule.GetProperty("on").GetProperty("one").GetProperty("with").Text("type"));
        var active = await world.Api.Http.GetAsync($"{ScheduleWorld.Path}?status=active&limit=100");
        Assert.Contains(
            (await active.JsonAsync()).GetProperty("schedules").EnumerateArray(),
            one => one.GetProperty("id").GetGuid() == id);
    }

    [Fact]
    public async Task R1_Offer_WhenRoutersOfferTheSameAtATime_StartsOneRunForEachEvent()
    {
        var id = await RegisterAsync("on-race", "any: [ { with: { type: race } }, { with: { source: /tests/race } } ]");
        var events = Enumerable.Range(1, 30).Select(n => TestRouter.Event("race", $"{n}", $"{n}")).ToArray();
        await using var first = new TestRouter(world.Api);
        await using var second = new TestRouter(world.Api);
        await Task.WhenAll(first.OfferAsync(events), second.OfferAsync([.. events.Reverse()]));

        Assert.Equal("30 30 30", await world.Api.QueryAsync<string>($"""
            select concat_ws(' ', count(*), count(distinct input_data -> 0 ->> 'data'),
                             (select count(distinct run_id) from schedule_fires where schedule_id = '{id}'))
              from workflow_runs where schedule_id = '{id}'
            """));
    }

    [Fact]
    public async Task R1_Offer_WhenTheRouterDiesInTheMiddle_StartsTheRunOnceWhenTheEventComesAgain()
    {
        var id = await RegisterAsync("on-death", Pair.Replace("left", "d.left").Replace("right", "d.right"));
        var (left, right) = (
            TestRouter.Event("d.left", "1", """{"o":1}"""), TestRouter.Event("d.right", "2", """{"o":1}"""));
        await using var dying = new TestRouter(world.Api, "dying");
        Assert.Equal("Held", await dying.FatesAsync(left));

        // It has noted the event and enters the run when its connection is cut.
        await using var data = NpgsqlDataSource.Create(world.Api.Database.ConnectionString);
        await using var blocker = await data.OpenConnectionAsync();
        await using var hold = await blocker.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand("lock table schedule_events in share mode", blocker))
        {
            await block.ExecuteNonQueryAsync();
        }

        var offering = dying.OfferAsync(right);
        await world.UntilBlockedAsync(blocker.ProcessID);
        await world.Api.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying'");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => offering);
        await hold.RollbackAsync();
        Assert.Equal("", await world.RunsAsync(id));

        await using var next = new TestRouter(world.Api);
        Assert.Equal("Known Started", await next.FatesAsync(left, right));
        Assert.Equal("Known Known", await next.FatesAsync(left, right));
        Assert.Equal("PENDING", await world.RunsAsync(id));
        Assert.Equal($"[{left.Json},{right.Json}]", await world.Api.QueryAsync<string>(
            $"select input_data::text from workflow_runs where schedule_id = '{id}'"));
    }

    [Fact]
    public async Task Offer_WhenAllAreNeeded_BringsTogetherWhatCorrelates()
    {
        var id = await RegisterAsync("on-all", Pair);
        await using (var first = new TestRouter(world.Api))
        {
            Assert.Equal("Held Held", await first.FatesAsync(
                TestRouter.Event("left", "1", """{"o":1}"""), TestRouter.Event("left", "2", """{"o":2}""")));
        }

        await using var second = new TestRouter(world.Api);
        Assert.Equal("Started Held Held", await second.FatesAsync(
            TestRouter.Event("right", "3", """{"o":2.0}"""), TestRouter.Event("right", "4", """{"o":3}"""),
            TestRouter.Event("left", "5", """{"o":1}"""), TestRouter.Event("right", "none", "{}")));
        Assert.Equal("Started Started", await second.FatesAsync(
            TestRouter.Event("right", "6", """{"o":1}"""), TestRouter.Event("right", "7", """{"o":1}""")));

        Assert.Equal("2,3 1,6 5,7", await world.Api.QueryAsync<string>($"""
            select string_agg(concat_ws(',', input_data -> 0 ->> 'id', input_data -> 1 ->> 'id'), ' ' order by f.due_at)
              from workflow_runs r join schedule_fires f using (run_id) where r.schedule_id = '{id}'
            """));
        Assert.Equal("4", await world.Api.QueryAsync<string>($"""
            select string_agg(payload ->> 'id', ' ') from schedule_events
             where schedule_id = '{id}' and decided_at is null
            """));
    }

    [Fact]
    public async Task Offer_WhenNotAllCorrelate_GoesToTheOldestThatLacksIt()
    {
        var id = await RegisterAsync(
            "on-mixed",
            "all: [ { with: { type: a }, correlate: { o: { from: .data.o } } }, { with: { type: b } }, "
            + "{ with: { type: c }, correlate: { o: { from: .data.o }, p: { from: .data.p } } } ]");
        await using var router = new TestRouter(world.Api);
        Assert.Equal("Held Held Held Held Held Started Started", await router.FatesAsync(
            TestRouter.Event("b", "b1"), TestRouter.Event("a", "a1", """{"o":1}"""),
            TestRouter.Event("b", "b2"), TestRouter.Event("a", "a2", """{"o":2}"""),
            TestRouter.Event("a", "a3", """{"o":3}"""), TestRouter.Event("c", "c2", """{"o":2,"p":0}"""),
            TestRouter.Event("c", "c1", """{"o":1,"p":0}""")));
        Assert.Equal("b2,a2,c2 b1,a1,c1", await world.Api.QueryAsync<string>($"""
            select string_agg(concat_ws(',', input_data -> 0 ->> 'id', input_data -> 1 ->> 'id',
                                        input_data -> 2 ->> 'id'), ' ' order by f.due_at)
              from workflow_runs r join schedule_fires f using (run_id) where r.schedule_id = '{id}'
            """));
    }

    [Fact]
    public async Task Register_WhenTheEventsHaveNumbersThatJsonbRefuses_KeepsThem()
    {
        const string large = "one: { with: { type: large, data: { n: 1e-99999 } } }";
        await Assert.ThrowsAsync<PostgresException>(
            () => world.Api.QueryAsync<string>("select ('1e-99999'::jsonb)::text"));
        var id = await RegisterAsync("on-large", large);
        Assert.Equal(id, await RegisterAsync("on-large", large, "2.0.0"));
        Assert.Equal(id, await RegisterAsync("on-large", "one: { with: { type: large } }", "3.0.0"));
    }

    [Fact]
    public async Task Register_OfVersions_LetsTheLatestSayWhichEventsCount()
    {
        var id = await RegisterAsync("on-versions", "all: [ { with: { type: v1 } }, { with: { type: v1.b } } ]");
        await using var router = new TestRouter(world.Api);
        Assert.Equal("Held", await router.FatesAsync(TestRouter.Event("v1", "1")));

        Assert.Equal(id, await RegisterAsync("on-versions", "one: { with: { type: v2 } }", "2.0.0"));
        await RegisterAsync("on-versions", "one: { with: { type: v1 } }", "1.5.0");
        Assert.Equal("Started", await router.FatesAsync(
            TestRouter.Event("v1", "1"), TestRouter.Event("v1.b", "2"), TestRouter.Event("v2", "3")));
        Assert.Equal("2.0.0", await world.Api.QueryAsync<string>(
            $"select string_agg(workflow_version, ' ') from workflow_runs where schedule_id = '{id}'"));

        // The same again disturbs nothing; no schedule, no events.
        await RegisterAsync("on-versions", "one: { with: { type: v2 } }", "2.1.0");
        Assert.Equal("Known", await router.FatesAsync(TestRouter.Event("v2", "3")));
        await RegisterAsync("on-versions", null, "3.0.0");
        Assert.Equal("", await router.FatesAsync(TestRouter.Event("v2", "4")));
        Assert.Equal(0L, await world.Api.QueryAsync<long>($"""
            select (select count(*) from schedule_waits where schedule_id = '{id}')
                 + (select count(*) from schedule_events where schedule_id = '{id}')
            """));
    }

    [Fact]
    public async Task Offer_WhileTheScheduleIsPaused_LeavesTheEventsOut()
    {
        var id = await RegisterAsync("on-pause", "one: { with: { type: pausing } }");
        await using var router = new TestRouter(world.Api);
        await world.PostAsync(id, "pause");
        Assert.Equal("", await router.FatesAsync(TestRouter.Event("pausing", "1")));
        Assert.Equal("active", (await world.PostAsync(id, "resume")).Text("status"));
        Assert.Equal("Started", await router.FatesAsync(TestRouter.Event("pausing", "2")));

        Assert.Empty((await world.ReadAsync(id, "/next")).GetProperty("times").EnumerateArray());
        await world.PostAsync(id, "trigger", status: 202);
        Assert.Equal("[]", await world.Api.QueryAsync<string>($"""
            select r.input_data::text from workflow_runs r join schedule_fires f using (run_id)
             where f.schedule_id = '{id}' and f.kind = 'trigger'
            """));
    }

    [Fact]
    public async Task Offer_WhenWhatItStartedIsLongAgo_ForgetsTheEventAndNotTheOneThatWaits()
    {
        var id = await RegisterAsync("on-old", "all: [ { with: { type: o1 } }, { with: { type: o2 } } ]");
        await using var router = new TestRouter(world.Api);
        Assert.Equal("Held Started Held", await router.FatesAsync(
            TestRouter.Event("o1", "1"), TestRouter.Event("o2", "2"), TestRouter.Event("o1", "3")));
        await world.Api.ExecuteAsync($"""
            update schedule_events
               set arrived_at = now() - interval '91 days', decided_at = decided_at - interval '91 days'
             where schedule_id = '{id}'
            """);

        Assert.Equal("Started", await router.FatesAsync(TestRouter.Event("o2", "4")));
        Assert.Equal(2L, await world.Api.QueryAsync<long>(
            $"select count(*) from schedule_events where schedule_id = '{id}'"));
    }

    [Fact]
    public async Task R9_Offer_WhenThereIsNoRoom_TakesTheEventWhenItComesAgain()
    {
        var id = await RegisterAsync("on-full", "one: { with: { type: full } }");
        await using var router = new TestRouter(world.Api, runsMax: "1", heldMax: "1");
        var (first, second) = (TestRouter.Event("full", "1"), TestRouter.Event("full", "2"));
        var results = await router.OfferAsync(first, second);
        Assert.Equal([OfferFate.Started, OfferFate.Full], results.Select(result => result.Fate));
        Assert.Equal("1 runs of the schedule were open. (option EventRunsMax)", results[1].Detail);
        Assert.Equal("started skipped", await world.FiresAsync(id));

        await world.EndRunsAsync(id);
        Assert.Equal("Known Started", await router.FatesAsync(first, second));
        Assert.Equal("COMPLETED PENDING", await world.RunsAsync(id));

        await RegisterAsync("on-held", "all: [ { with: { type: h1 } }, { with: { type: h2 } } ]");
        Assert.Equal("Held Full", await router.FatesAsync(TestRouter.Event("h1", "1"), TestRouter.Event("h1", "2")));
        Assert.Equal("Started", await router.FatesAsync(TestRouter.Event("h2", "3")));
        Assert.Equal("Held", await router.FatesAsync(TestRouter.Event("h1", "2")));
    }

    private async Task<Guid> RegisterAsync(string name, string? on, string version = "1.0.0")
    {
        var document = Documents.Local(name, version) + (on is null ? "" : $"\nschedule: {{ on: {{ {on} }} }}");
        var answer = await world.Api.PostAsync("/api/v1/workflows", document, "application/yaml");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        var id = JsonDocument.Parse(text).RootElement.GetProperty("schedule_id");
        return id.ValueKind == JsonValueKind.Null ? Guid.Empty : id.GetGuid();
    }
}
