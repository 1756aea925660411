using System.Net.WebSockets;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Live;

/// <summary>Two users watch, and neither sees anything of the other (R10).</summary>
[Collection(OwnerCollection.Name)]
public sealed class LiveOwnershipTests(PostgresFixture postgres) : LiveTest(postgres)
{
    private const string List = "/api/v1/executions/events";

    protected override bool HasAccounts => true;

    [Fact]
    public async Task R10_Socket_WhenTheRunIsSomebodyElses_IsAnsweredAsIfThereWereNone()
    {
        var run = await StartAsync(user: "alice");
        var (theirs, none) = (await RefusalAsync(run.RunId, "bob"), await RefusalAsync(Guid.NewGuid(), "bob"));
        Assert.Equal(none, theirs);

        foreach (var user in new[] { "alice", "admin" })
        {
            using var client = await WatchAsAsync(user, run.RunId);
            Assert.Equal("status 0", Text((await client.NextAsync())!.Value));
        }
    }

    [Fact]
    public async Task R10_Socket_WhenThereIsNoToken_IsRefusedBeforeItOpens()
    {
        var run = await StartAsync(user: "alice");
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => WatchAsync(run.RunId));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R10_Stream_WhenTheRunIsSomebodyElses_Returns404()
    {
        var run = await StartAsync(user: "alice");
        var answer = await Api.ClientOf("bob").GetAsync($"/api/v1/executions/{run.RunId}/events");
        await answer.ProblemAsync(404, "execution-not-found");
        using var own = await StreamClient.OpenAsync(
            Api.ClientOf("alice"), $"/api/v1/executions/{run.RunId}/events");
        Assert.Equal("status", (await own.NextAsync())!.Name);
    }

    [Fact]
    public async Task R10_ListStream_WhenOthersExecutionsChange_TellsNothingOfThem()
    {
        var (hers, his) = (await StartAsync("hers", "alice"), await StartAsync("his", "bob"));
        using var alice = await StreamClient.OpenAsync(Api.ClientOf("alice"), List);
        using var bob = await StreamClient.OpenAsync(Api.ClientOf("bob"), List);
        using var admin = await StreamClient.OpenAsync(Api.ClientOf("admin"), List);
        Assert.Equal([hers.RunId], await ShownAsync(alice));
        Assert.Equal([his.RunId], await ShownAsync(bob));
        Assert.Equal([his.RunId, hers.RunId], await ShownAsync(admin));

        await hers.BeginAsync("ask");
        await his.CompleteAsync();
        await hers.CompleteAsync();

        Assert.Equal([$"started {hers.RunId}", $"completed {hers.RunId}"], await ChangesAsync(alice, 2));
        Assert.Equal([$"completed {his.RunId}"], await ChangesAsync(bob, 1));
        string[] all = [$"started {hers.RunId}", $"completed {his.RunId}", $"completed {hers.RunId}"];
        Assert.Equal(all.Order(), (await ChangesAsync(admin, 3)).Order());
    }

    [Fact]
    public async Task R10_ListStream_WhenResumedFromSomebodyElsesPlace_TellsOnlyOnesOwn()
    {
        var (hers, his) = (await StartAsync("hers", "alice"), await StartAsync("his", "bob"));
        using var alice = await StreamClient.OpenAsync(Api.ClientOf("alice"), List);
        await alice.NextAsync();
        await hers.BeginAsync("ask");
        await alice.NextAsync();
        await hers.CompleteAsync();
        await his.CompleteAsync();

        using var bob = await StreamClient.OpenAsync(Api.ClientOf("bob"), List, alice.LastId);
        Assert.Equal([$"completed {his.RunId}"], await ChangesAsync(bob, 1));
    }

    private Task<ProgressClient> WatchAsAsync(string user, Guid run) => ProgressClient.ConnectAsync(
        Api.Http.BaseAddress!, run, token: TestToken.Of(user, user == "admin" ? "admin" : null));

    /// <summary>What a user is told about a run, without its id and the time.</summary>
    private async Task<string> RefusalAsync(Guid run, string user)
    {
        using var client = await WatchAsAsync(user, run);
        var message = Assert.Single(await client.RestAsync());
        return $"{message.Text("type")} {message.GetProperty("error")} {client.Closed}".Replace($"{run}", "it");
    }

    private static async Task<IEnumerable<Guid>> ShownAsync(StreamClient stream) =>
        (await stream.NextAsync())!.Body.GetProperty("executions").EnumerateArray()
            .Select(run => run.GetProperty("execution_id").GetGuid());

    private static async Task<List<string>> ChangesAsync(StreamClient stream, int count)
    {
        var changes = new List<string>();
        while (changes.Count < count)
        {
            JsonElement body = (await stream.NextAsync())!.Body;
            changes.Add($"{body.Text("type")} {body.Text("execution_id")}");
        }

        return changes;
    }
}
