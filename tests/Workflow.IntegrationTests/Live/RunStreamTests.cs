using System.Net;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Live;

/// <summary>Server-sent events of one execution.</summary>
[Collection(OwnerCollection.Name)]
public sealed class RunStreamTests(PostgresFixture postgres) : LiveTest(postgres)
{
    protected override string[] Settings =>
    [
        .. Patient, QuickLooks, "--WORKFLOW_LIVE_PING_INTERVAL_MS=1000", "--WORKFLOW_LIVE_CONNECTIONS_PER_USER_MAX=2",
    ];

    [Fact]
    public async Task R8_Stream_WhenTheRunGoesOn_TellsEachRevisionWithItsIdAndEnds()
    {
        var run = await StartAsync();
        using var stream = await OpenAsync(run);
        Assert.Equal("0 status pending", await TextAsync(stream));

        await run.BeginAsync("ask");
        Assert.Equal("1 started running", await TextAsync(stream));
        await run.EndAsync("ask");
        Assert.Equal("2 progress running", await TextAsync(stream));
        await run.CompleteAsync("{\n\"done\":\r\n true}");

        var end = await stream.NextAsync();
        Assert.Equal("3 completed", $"{end!.Id} {end.Name}");
        Assert.True(end.Body.GetProperty("outputs").GetProperty("done").GetBoolean());
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task R8_Stream_WhenTheClientComesBack_GoesOnAfterItsLastEvent()
    {
        var run = await StartAsync();
        await run.StepsAsync(3);
        using var stream = await OpenAsync(run, "4");
        Assert.Equal("5 progress running", await TextAsync(stream));
        Assert.Equal("6 progress running", await TextAsync(stream));
        await run.CompleteAsync();
        Assert.Equal("7 completed completed", await TextAsync(stream));
        Assert.Null(await stream.NextAsync());

        using var over = await StreamClient.AskAsync(Api.Http, PathOf(run), "7");
        Assert.Equal(HttpStatusCode.NoContent, over.StatusCode);
    }

    [Fact]
    public async Task Stream_WhenNothingHappens_IsKeptOpenByComments()
    {
        var run = await StartAsync();
        using var stream = await OpenAsync(run);
        await stream.NextAsync();
        Assert.Equal(":", await stream.NextLineAsync());
    }

    [Fact]
    public async Task Stream_WhenTheRunIsUnknown_Returns404()
    {
        var answer = await Api.Http.GetAsync($"/api/v1/executions/{Guid.NewGuid()}/events");
        await answer.ProblemAsync(404, "execution-not-found");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("5")]
    public async Task Stream_WhenThePlaceIsNone_IsRefusedByName(string place)
    {
        var run = await StartAsync();
        await (await StreamClient.AskAsync(Api.Http, PathOf(run), place)).ProblemAsync(422, "invalid-parameter");
        await (await Api.Http.GetAsync($"{PathOf(run)}?since={place}")).ProblemAsync(422, "invalid-parameter");
    }

    [Fact]
    public async Task R9_Streams_WhenTooManyAreOpen_AreRefused()
    {
        var run = await StartAsync();
        using var first = await OpenAsync(run);
        using (await OpenAsync(run))
        {
            var answer = await StreamClient.AskAsync(Api.Http, PathOf(run));
            var problem = await answer.ProblemAsync(503, "too-many-connections");
            Assert.Equal(2, problem.GetProperty("connections_max").GetInt32());
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        await UntilAsync(() => Api.Service<Workflow.Api.Live.Connections.LiveConnections>().Count == 1);
        using var third = await OpenAsync(run);
        Assert.NotNull(await third.NextAsync());
    }

    private Task<StreamClient> OpenAsync(OwnedRun run, string? lastId = null) =>
        StreamClient.OpenAsync(Api.Http, PathOf(run), lastId);

    private static string PathOf(OwnedRun run) => $"/api/v1/executions/{run.RunId}/events";

    private static async Task<string> TextAsync(StreamClient stream)
    {
        var next = await stream.NextAsync();
        return $"{next!.Id} {next.Name} {next.Body.Text("status")}";
    }
}
