using Workflow.Database.Signals;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>How an event finds the steps that wait for it.</summary>
[Collection(OwnerCollection.Name)]
public sealed class EventWaitTests(PostgresFixture postgres) : JournalTest(postgres)
{
    private const string Waiting = """
        {"listen":{"for":"one","types":["paid"],"waits":[
            {"type":"paid","from":[".data.order"],"key":"k","expected":"7"},
            {"type":null,"from":[],"key":"j","expected":"0"}]}}
        """;

    [Fact]
    public async Task Waits_WhenTheirStepBeginsAndEnds_ComeAndGoWithIt()
    {
        var run = await InsertRunAsync();
        var step = Step("/do/0/a", StepStatus.Running) with { StepType = "wait", Metadata = RawJson.FromText(Waiting) };
        var start = Start(run, step);
        await FlushAsync(start);
        Assert.Equal("paid k [\".data.order\"] 7| j [] 0", await ScalarAsync<string>(
            "select string_agg(concat_ws(' ', event_type, from_key, from_set, expected), '|' order by place) "
            + "from event_waits"));

        await FlushAsync(start with
        {
            From = RunStatus.Running, FromRevision = 1, ToRevision = 2,
            Steps = [step with { Status = StepStatus.Completed }],
        });

        Assert.Equal(0, await ScalarAsync<long>("select count(*) from event_waits"));
    }

    [Fact]
    public async Task Hits_WhenThousandsWaitForOtherValues_AreFoundByOneLook()
    {
        var run = await InsertRunAsync();
        await FlushAsync(Start(run, Step("/do/0/a", StepStatus.Running)));
        await ExecuteAsync($"""
            insert into event_waits (run_id, step_path, iteration, attempt, place, owner_id, event_type, from_key,
                                     from_set, expected)
            select case n when 77 then '{run}' else gen_random_uuid() end, '/do/0/a', '0', 1, 1,
                   case n when 78 then 'other' else 'local' end, 'paid', 'k', '[".data.order"]', least(n, 9000)
              from generate_series(1, 10000) n
            """);
        var waits = new EventWaits(Data);

        Assert.Equal(
            new EventLook("paid", "k", "[\".data.order\"]"),
            Assert.Single(await waits.LooksAsync(["paid", "other", ""], 100, CancellationToken.None)));
        var hits = await waits.HitsAsync(
            [new(0, "paid", "k", "77", "local"), new(1, "paid", "k", "78", "local"), new(2, "paid", "k", "0", null)],
            CancellationToken.None);

        Assert.Equal(new EventHit(run, 0), Assert.Single(hits));
        Assert.Equal(run, (await DeliverAsync(waits, hits, 1)).Single().RunId);
        Assert.Empty(await DeliverAsync(waits, hits, 1));
        Assert.True((await DeliverAsync(waits, hits, 1, "event:2")).Single().IsFull);
        Assert.Equal("event:1", await ScalarAsync<string>("select string_agg(unique_key, ' ') from run_inbox"));
    }

    private static Task<List<EventDelivery>> DeliverAsync(
        EventWaits waits, IReadOnlyList<EventHit> hits, int unreadMax, string key = "event:1") =>
        waits.DeliverAsync(
            hits, [new RoutedEvent(key, RawJson.FromText("{}"))], unreadMax, CancellationToken.None);
}
