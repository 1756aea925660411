using System.Net.WebSockets;
using Workflow.Api.Live.Connections;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Live;

/// <summary>The WebSocket of seed 001.</summary>
[Collection(OwnerCollection.Name)]
public sealed class ProgressSocketTests(PostgresFixture postgres) : LiveTest(postgres)
{
    protected override string[] Settings => [.. Patient, WithoutLooks];

    [Fact]
    public async Task R8_Socket_WhenTheRunGoesOn_TellsEachRevisionOnceAndCloses()
    {
        var run = await StartAsync();
        using var client = await WatchAsync(run.RunId);
        var status = await client.NextAsync();
        Assert.Equal("status 0 pending", $"{Text(status!.Value)} {status.Value.Text("status")}");

        await run.BeginAsync("ask");
        await run.EndAsync("ask");
        await run.CompleteAsync();

        var messages = await client.RestAsync();
        Assert.Equal(["started 1", "progress 2", "completed 3"], messages.Select(Text));
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Closed);
        Assert.Equal(
            ["type", "execution_id", "revision", "timestamp", "status", "progress", "steps"],
            messages[1].EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """{"current_step":1,"total_steps":2,"percentage":50,"current_step_name":"ask"}""",
            messages[1].GetProperty("progress").GetRawText());
        var step = Assert.Single(messages[1].GetProperty("steps").EnumerateArray());
        Assert.Equal("ask /do/0/ask 0 1 Echo completed False", string.Join(' ', new[]
        {
            "step_id", "step_path", "iteration", "attempt", "agent_name", "status", "began",
        }.Select(name => step.GetProperty(name))));
        Assert.Equal("""{"done": true}""", messages[2].GetProperty("outputs").GetRawText());
        Assert.Equal("100", messages[2].GetProperty("progress").GetProperty("percentage").GetRawText());
    }

    [Fact]
    public async Task Socket_WhenTheRunFails_TellsTheError()
    {
        var run = await StartAsync();
        using var client = await WatchAsync(run.RunId);
        await client.NextAsync();

        await run.FailAsync("it broke");

        var message = Assert.Single(await client.RestAsync());
        Assert.Equal("failed it broke 500", $"{message.Text("type")} {message.Text("error_message")} "
            + message.GetProperty("error").GetProperty("status"));
        Assert.False(message.TryGetProperty("outputs", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Socket_WhenTheRunIsCancelledOverHttp_TellsIt(bool isRunning)
    {
        var run = await StartAsync();
        if (isRunning)
        {
            await run.BeginAsync("ask");
        }

        using var client = await WatchAsync(run.RunId);
        await client.NextAsync();
        await Api.PostAsync($"/api/v1/executions/{run.RunId}/cancel", """{"reason": "enough"}""");

        var message = Assert.Single(await client.RestAsync());
        Assert.Equal(isRunning ? "cancelled 2" : "cancelled 1", Text(message));
        Assert.Equal("enough local", $"{message.Text("error_message")} {message.Text("cancelled_by")}");
        Assert.Equal(isRunning ? 1 : 0, message.GetProperty("steps").GetArrayLength());
    }

    [Fact]
    public async Task Socket_WhenTheRunHasEnded_TellsTheFinalStatusAndCloses()
    {
        var run = await StartAsync();
        await run.BeginAsync("ask");
        await run.EndAsync("ask");
        await run.CompleteAsync();

        using var client = await WatchAsync(run.RunId);
        var messages = await client.RestAsync();
        Assert.Equal(["status 3", "completed 3"], messages.Select(Text));
        Assert.All(messages, message => Assert.Equal("completed", message.Text("status")));
        Assert.All(messages, message => Assert.Equal(
            """{"done": true}""", message.GetProperty("outputs").GetRawText()));

        using var again = await WatchAsync(run.RunId, since: 3);
        Assert.Empty(await again.RestAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, again.Closed);
    }

    [Fact]
    public async Task Socket_WhenTheRunIsUnknown_TellsAnErrorAndCloses()
    {
        foreach (var (id, status) in new (object, int)[] { (Guid.NewGuid(), 404), ("seven", 422) })
        {
            using var client = await WatchAsync(id);
            var message = Assert.Single(await client.RestAsync());
            var told = message.GetProperty("error").GetProperty("status");
            Assert.Equal(
                $"error {id} {status}", $"{message.Text("type")} {message.Text("execution_id")} {told}");
            Assert.Equal(status == 404 ? 4404 : 1008, (int)client.Closed!);
        }
    }

    [Fact]
    public async Task R8_Socket_WhenTheClientComesBack_GetsExactlyWhatItMissed()
    {
        var run = await StartAsync();
        await run.StepsAsync(3);
        using var client = await WatchAsync(run.RunId, since: 2);
        Assert.Equal(["progress 3", "progress 4", "progress 5", "progress 6"], new[]
        {
            Text((await client.NextAsync())!.Value), Text((await client.NextAsync())!.Value),
            Text((await client.NextAsync())!.Value), Text((await client.NextAsync())!.Value),
        });

        await run.CompleteAsync();
        Assert.Equal(["completed 7"], (await client.RestAsync()).Select(Text));
    }

    [Fact]
    public async Task Socket_WhenSinceIsAheadOfTheRun_IsRefusedByName()
    {
        var run = await StartAsync();
        using var client = await WatchAsync(run.RunId, since: 7);
        var message = Assert.Single(await client.RestAsync());
        Assert.Contains("revision 0", message.GetProperty("error").Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Socket_WhenAskedWithoutUpgrade_SaysSo()
    {
        var answer = await Api.Http.GetAsync($"/api/v1/executions/{Guid.NewGuid()}/progress/ws");
        await answer.ProblemAsync(426, "websocket-required");
    }

    [Fact]
    public async Task Socket_WhenTheClientLeavesOrIsCut_IsLetGo()
    {
        var run = await StartAsync();
        var connections = Api.Service<LiveConnections>();
        using var leaving = await WatchAsync(run.RunId);
        using var cut = await WatchAsync(run.RunId);
        await leaving.NextAsync();
        await cut.NextAsync();
        Assert.Equal(2, connections.Count);

        await leaving.LeaveAsync();
        Assert.Null(await leaving.NextAsync());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, leaving.Closed);
        cut.Cut();
        await UntilAsync(() => connections.Count == 0);
    }

    [Fact]
    public async Task Socket_WhenTheServerStops_IsClosedPolitelyAndCanBeResumed()
    {
        var run = await StartAsync();
        await run.BeginAsync("ask");
        using var client = await WatchAsync(run.RunId);
        await client.NextAsync();
        var stopping = Api.Service<Microsoft.Extensions.Hosting.IHostApplicationLifetime>();
        stopping.StopApplication();
        Assert.Null(await client.NextAsync());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.Closed);
    }
}
