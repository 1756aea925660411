using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Live;

/// <summary>Feeds whose events are lost, late, twice or in disorder.</summary>
[Collection(OwnerCollection.Name)]
public sealed class HealingTests(PostgresFixture postgres) : LiveTest(postgres)
{
    [Fact]
    public async Task R8_Feed_WhenEveryEventIsLost_IsToldFromTheDatabase()
    {
        Owner.Publishes = false;
        var run = await StartAsync();
        using var client = await WatchAsync(run.RunId);
        await client.NextAsync();
        await run.StepsAsync(5);
        await run.CompleteAsync();
        Assert.Equal(Revisions(11), (await client.RestAsync()).Select(RevisionOf));
    }

    [Fact]
    public async Task R8_Feed_WhenTheOwnerDiesBeforePublishingTheEnd_TellsTheLastStretch()
    {
        var run = await StartAsync();
        using var client = await WatchAsync(run.RunId);
        await client.NextAsync();
        await run.StepsAsync(2);
        Owner.Publishes = false;
        await run.StepsAsync(1, "last");
        await run.CompleteAsync();
        var messages = await client.RestAsync();
        Assert.Equal(Revisions(7), messages.Select(RevisionOf));
        Assert.Equal("completed", messages[^1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task R8_Feed_WhenEventsComeTwiceAndInDisorder_TellsEachRevisionOnceInOrder()
    {
        Owner.Publishes = false;
        var run = await StartAsync();
        using var client = await WatchAsync(run.RunId);
        await client.NextAsync();
        await run.StepsAsync(10);
        foreach (var change in Owner.Events.AsEnumerable().Reverse().Concat(Owner.Events))
        {
            Owner.Publish(change);
        }

        Owner.Publishes = true;
        await run.CompleteAsync();
        Assert.Equal(Revisions(21), (await client.RestAsync()).Select(RevisionOf));
    }

    [Fact]
    public async Task R8_Feed_WhenToldFromTheDatabase_SaysWhatItsEventsSaid()
    {
        var run = await StartAsync();
        using var live = await WatchAsync(run.RunId);
        await live.NextAsync();
        await run.BeginAsync("a", "b");
        await run.EndAsync("b");
        await run.BeginAsync("c");
        await run.EndAsync("a");
        await run.EndAsync("c");
        await run.CompleteAsync();
        var told = await live.RestAsync();

        using var later = await WatchAsync(run.RunId, since: 0);
        Assert.Equal(told.Select(Canonical), (await later.RestAsync()).Select(Canonical));
        Assert.Equal(
            ["b", "a", "c", "c", "c", "c"],
            told.Select(message => message.GetProperty("progress").GetProperty("current_step_name").GetString()));
    }

    [Fact]
    public async Task R8_Feed_WhenTheRunIsDeleted_TellsAnErrorAndCloses()
    {
        var run = await StartAsync();
        using var client = await WatchAsync(run.RunId);
        await client.NextAsync();
        await Api.ExecuteAsync($"delete from workflow_runs where run_id = '{run.RunId}'");
        var message = Assert.Single(await client.RestAsync());
        Assert.Equal("error", message.GetProperty("type").GetString());
        Assert.Equal(4404, (int)client.Closed!);
    }

    [Fact]
    public async Task R9_Feed_WhenOneClientReadsNothing_GoesOnForTheOthersAndWaitsForIt()
    {
        var run = await StartAsync();
        await run.BeginAsync("first");
        await Api.ExecuteAsync($"""
            insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, completed_at,
                began_revision, ended_revision)
            select '{run.RunId}', '/do/' || n || '/' || repeat('x', 1000), repeat('y', 1000), 'wait', 'COMPLETED',
                   now(), now(), n, n from generate_series(2, 6000) as n;
            update workflow_runs set status = 'COMPLETED', completed_at = now(), revision = 6001
             where run_id = '{run.RunId}'
            """);
        using var slow = await WatchAsync(run.RunId, since: 0);
        using var quick = await WatchAsync(run.RunId, since: 0);

        foreach (var client in new[] { quick, slow })
        {
            Assert.Equal(Revisions(6001), (await client.RestAsync()).Select(RevisionOf));
        }
    }

    private static IEnumerable<long> Revisions(int last) =>
        Enumerable.Range(1, last).Select(revision => (long)revision);

    private static long RevisionOf(JsonElement message) => message.GetProperty("revision").GetInt64();

    /// <summary>The message with its steps in order of their path.</summary>
    private static string Canonical(JsonElement message) => string.Join('|', message.EnumerateObject().Select(
        member => member.Name == "steps"
            ? string.Join(',', member.Value.EnumerateArray().Select(step => step.GetRawText()).Order())
            : member.ToString()));
}
