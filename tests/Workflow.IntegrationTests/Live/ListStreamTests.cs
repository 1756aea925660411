using System.Text.Json;
using Workflow.Api.Live;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Live;

/// <summary>Server-sent events of all executions.</summary>
[Collection(OwnerCollection.Name)]
public sealed class ListStreamTests(PostgresFixture postgres) : LiveTest(postgres)
{
    private const string Path = "/api/v1/executions/events";

    // A look that is quicker than an event passes over the changes before it.
    protected override string[] Settings => [.. Patient, WithoutLooks, "--WORKFLOW_LIVE_LIST_EVENTS_MAX=8"];

    [Fact]
    public async Task Stream_WhenItBegins_ShowsTheNewestExecutionsAndThenTheirChanges()
    {
        var (first, second) = (await StartAsync("one"), await StartAsync("two"));
        await first.BeginAsync("ask");
        using var stream = await StreamClient.OpenAsync(Api.Http, Path);
        var snapshot = await stream.NextAsync();
        Assert.Equal("snapshot", snapshot!.Name);
        Assert.Equal(
            [$"status {second.RunId} pending 0", $"status {first.RunId} running 1"],
            snapshot.Body.GetProperty("executions").EnumerateArray().Select(Line));
        Assert.False(snapshot.Body.GetProperty("truncated").GetBoolean());

        await second.BeginAsync("ask");
        await first.CompleteAsync();
        // Between two runs no order is promised.
        string[] told = [Line((await stream.NextAsync())!.Body), Line((await stream.NextAsync())!.Body)];
        Assert.Equal([$"completed {first.RunId} completed 2", $"started {second.RunId} running 1"], told.Order());
    }

    [Fact]
    public async Task Stream_WhenFiltered_TellsOnlyWhatPasses()
    {
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        var workflow = await Api.QueryAsync<Guid>(
            $"select workflow_id from workflow_runs where run_id = '{two.RunId}'");
        using var stream = await StreamClient.OpenAsync(
            Api.Http, $"{Path}?workflow_id={workflow}&status=completed,failed");
        Assert.Empty((await stream.NextAsync())!.Body.GetProperty("executions").EnumerateArray());

        await one.CompleteAsync();
        await two.BeginAsync("ask");
        await two.CompleteAsync();
        Assert.Equal($"completed {two.RunId} completed 2", Line((await stream.NextAsync())!.Body));
        await (await Api.Http.GetAsync($"{Path}?status=odd")).ProblemAsync(422, "invalid-parameter");
    }

    [Fact]
    public async Task Stream_WhenTheClientComesBackInTime_MissesNothing()
    {
        var run = await StartAsync();
        string? last;
        using (var stream = await StreamClient.OpenAsync(Api.Http, Path))
        {
            await stream.NextAsync();
            await run.BeginAsync("a");
            await stream.NextAsync();
            last = stream.LastId;
        }

        await run.StepsAsync(2);
        using var again = await StreamClient.OpenAsync(Api.Http, Path, last);
        Assert.Equal(
            [$"progress {run.RunId} running 2", $"progress {run.RunId} running 3"],
            [Line((await again.NextAsync())!.Body), Line((await again.NextAsync())!.Body)]);
    }

    [Fact]
    public async Task Stream_WhenThePlaceIsNotRemembered_BeginsAnewWithASnapshot()
    {
        var run = await StartAsync();
        using var stream = await StreamClient.OpenAsync(Api.Http, Path);
        await stream.NextAsync();
        var first = stream.LastId;
        await run.StepsAsync(10);
        while (RevisionOf((await stream.NextAsync())!) < 20)
        {
        }

        foreach (var place in new[] { first, "elsewhere-5", "odd" })
        {
            using var anew = await StreamClient.OpenAsync(Api.Http, Path, place);
            var snapshot = (await anew.NextAsync())!;
            Assert.Equal("snapshot", snapshot.Name);
            Assert.Equal(
                $"status {run.RunId} running 20",
                Line(Assert.Single(snapshot.Body.GetProperty("executions").EnumerateArray())));
        }
    }

    [Fact]
    public async Task R8_Stream_WhenTheEventOfAnEndIsLost_TellsItAllTheSame()
    {
        var run = await StartAsync();
        using var stream = await StreamClient.OpenAsync(Api.Http, Path);
        await stream.NextAsync();
        await run.BeginAsync("ask");
        Assert.Equal($"started {run.RunId} running 1", Line((await stream.NextAsync())!.Body));

        Owner.Publishes = false;
        await run.EndAsync("ask");
        await run.CompleteAsync();
        await Api.Service<LiveLook>().LookOnceAsync(CancellationToken.None);
        var told = (await stream.NextAsync())!;
        while (told.Name != "completed")
        {
            told = (await stream.NextAsync())!;
        }

        Assert.Equal($"completed {run.RunId} completed 3", Line(told.Body));

        // What was late is not told after what is newer.
        Owner.Events.ForEach(Owner.Publish);
        var other = await StartAsync("other");
        Owner.Publishes = true;
        await other.CompleteAsync();
        Assert.Equal($"completed {other.RunId} completed 1", Line((await stream.NextAsync())!.Body));
    }

    /// <summary>Of the only run; a stream that fell behind tells it by a snapshot.</summary>
    private static long RevisionOf(StreamEvent told) =>
        (told.Name == "snapshot" ? told.Body.GetProperty("executions")[0] : told.Body)
        .GetProperty("revision").GetInt64();

    private static string Line(JsonElement message) =>
        $"{message.Text("type")} {message.Text("execution_id")} {message.Text("status")} "
        + message.GetProperty("revision");
}
