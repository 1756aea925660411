using System.Net.Http.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.Tests.Shared;
using Xunit;

namespace Workflow.IntegrationTests.Transports;

/// <summary>Runs whose agents are tools of a real MCP server: the official one that has everything.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class McpAgentTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Run_WhenItsAgentsAreToolsOfAnMcpServer_GetsTheirResultsOverOneSession()
    {
        var port = Ports.Free();
        await using var server = await PeerProcess.StartMcpAsync(port);
        await using var proxy = await PeerProxy.StartAsync(port);
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_SECRET_MCP_KEY", "s3cr3t-of-mcp")]);
        var auth = new { type = "bearer", secret = "mcp-key" };
        await RegisterAsync(platform, proxy, "Echo", "echo", auth);
        await RegisterAsync(platform, proxy, "Weather", "get-structured-content", auth);
        await RegisterAsync(platform, proxy, "Image", "get-tiny-image", auth);
        await RegisterAsync(platform, proxy, "Steps", "trigger-long-running-operation", auth);
        await RegisterAsync(platform, proxy, "Nobody", "no-such-tool", auth);
        var workflow = await platform.RegisterAsync("""
              - text: { call: Echo, with: { message: "hello" } }
              - json: { call: Weather, with: { location: "Chicago" } }
              - blocks: { call: Image, with: {} }
              - slow: { call: Steps, with: { duration: 0.2, steps: 4 } }
              - wrong: { call: Nobody, with: {} }
            """);

        var run = await platform.StartRunAsync(workflow);
        await platform.UntilEndedAsync();

        async Task<string> OutputAsync(string step, string path = "'{}'") => await platform.ScalarAsync<string>(
            $"select (output_data::jsonb #> {path})::text from step_executions where run_id = '{run}' "
            + $"and step_id = '{step}' and status = 'COMPLETED' and agent_name is not null");
        Assert.Equal("\"Echo: hello\"", await OutputAsync("text"));
        Assert.Equal("36", await OutputAsync("json", "'{temperature}'"));
        Assert.Equal("\"image/png\"", await OutputAsync("blocks", "'{content,1,mimeType}'"));
        Assert.Equal(
            "\"Long running operation completed. Duration: 0.2 seconds, Steps: 4.\"", await OutputAsync("slow"));
        Assert.Equal("500 The tool 'no-such-tool' failed.", await platform.ScalarAsync<string>(
            $"select concat(error ->> 'status', ' ', error ->> 'title') from workflow_runs where run_id = '{run}'"));
        Assert.Single(await proxy.UntilSeenAsync("initialize"));
        Assert.Equal(5, (await proxy.UntilSeenAsync("tools/call")).Count);
        Assert.All(proxy.Seen, request => Assert.Equal("Bearer s3cr3t-of-mcp", request.Headers["Authorization"]));
        Assert.All(
            proxy.Seen.Where(request => request.Method == "tools/call"),
            request => Assert.True(request.Params.GetProperty("_meta").TryGetProperty("progressToken", out _)));
    }

    [Fact]
    public async Task R6_Run_WhenItIsCancelled_HasItsCallCancelledAtTheServer()
    {
        var port = Ports.Free();
        await using var server = await PeerProcess.StartMcpAsync(port);
        await using var proxy = await PeerProxy.StartAsync(port);
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_BRIDGE_CANCEL_TIMEOUT_MS", "60000")]);
        await RegisterAsync(platform, proxy, "Steps", "trigger-long-running-operation");
        var workflow = await platform.RegisterAsync("  - slow: { call: Steps, with: { duration: 600, steps: 600 } }");

        var run = await platform.StartRunAsync(workflow);
        await proxy.UntilSeenAsync("tools/call");
        using var cancelled = await platform.Http.PostAsJsonAsync($"/api/v1/executions/{run}/cancel", new { });
        Assert.True(cancelled.IsSuccessStatusCode);

        Assert.Single(await proxy.UntilSeenAsync("notifications/cancelled"));
    }

    [Fact]
    public async Task Call_WhenTheToolFallsSilentAfterAReport_TimesOutAndIsCancelledAtTheServer()
    {
        var port = Ports.Free();
        await using var server = await PeerProcess.StartMcpAsync(port);
        await using var proxy = await PeerProxy.StartAsync(port);
        await using var platform = await LocalPlatform.StartAsync(
            postgres,
            settings:
            [
                ("WORKFLOW_BRIDGE_STREAM_SILENCE_MAX_MS", "300"), ("WORKFLOW_BRIDGE_CANCEL_TIMEOUT_MS", "60000"),
            ]);
        await RegisterAsync(platform, proxy, "Steps", "trigger-long-running-operation");
        var workflow = await platform.RegisterAsync("  - slow: { call: Steps, with: { duration: 600, steps: 600 } }");

        var run = await platform.StartRunAsync(workflow);
        await platform.UntilEndedAsync();

        Assert.StartsWith("408 It sent no progress for 0.3 s", await platform.ScalarAsync<string>(
            $"select concat(error ->> 'status', ' ', error ->> 'detail') from workflow_runs where run_id = '{run}'"));
        Assert.Single(await proxy.UntilSeenAsync("notifications/cancelled"));
    }

    [Fact]
    public async Task Run_WhenTheServerHasForgottenTheSession_GoesOnWithAnotherOne()
    {
        var port = Ports.Free();
        var server = await PeerProcess.StartMcpAsync(port);
        await using var proxy = await PeerProxy.StartAsync(port);
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await RegisterAsync(platform, proxy, "Echo", "echo");
        var workflow = await platform.RegisterAsync("  - only: { call: Echo, with: { message: '${ .say }' } }");
        await platform.StartRunAsync(workflow, new { say = "one" });
        await platform.UntilEndedAsync();

        await server.DisposeAsync();
        server = await PeerProcess.StartMcpAsync(port);
        var second = await platform.StartRunAsync(workflow, new { say = "two" });
        await platform.UntilEndedAsync();
        await server.DisposeAsync();

        Assert.Equal("\"Echo: two\"", await platform.ScalarAsync<string>(
            $"select coalesce(output_data::text, error ->> 'detail') from workflow_runs where run_id = '{second}'"));
        Assert.Equal(2, (await proxy.UntilSeenAsync("initialize")).Count);
    }

    [Fact]
    public async Task Call_WhenTheAnswerIsTooLargeOrTheInputNoObject_FailsAndSaysWhy()
    {
        var port = Ports.Free();
        await using var server = await PeerProcess.StartMcpAsync(port);
        await using var proxy = await PeerProxy.StartAsync(port);
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_BRIDGE_RESPONSE_BYTES_MAX", "1000")]);
        await RegisterAsync(platform, proxy, "Echo", "echo");
        var workflow = await platform.RegisterAsync("  - only: { call: Echo, with: '${ .list // . }' }");

        var large = await platform.StartRunAsync(workflow, new { message = new string('x', 2_000) });
        var huge = await platform.StartRunAsync(workflow, new { message = new string('x', 200_000) });
        var list = await platform.StartRunAsync(workflow, new { list = new[] { "x" } });
        await platform.UntilEndedAsync();

        async Task<string> ErrorAsync(Guid run) => await platform.ScalarAsync<string>(
            $"select concat(error ->> 'status', ' ', error ->> 'detail') from workflow_runs where run_id = '{run}'");
        Assert.Equal("502 It is larger than 1000 bytes.", await ErrorAsync(large));
        Assert.Equal("502 It has a message of more than 69536 bytes.", await ErrorAsync(huge));
        Assert.StartsWith("400 Agent 'Echo' is a tool of an MCP server: its input is an obj", await ErrorAsync(list));
    }

    private static async Task RegisterAsync(
        LocalPlatform platform, PeerProxy proxy, string name, string tool, object? auth = null)
    {
        using var put = await platform.Http.PutAsJsonAsync(
            $"/api/v1/agents/{name}", new { transport = "mcp", endpoint = $"{proxy.Url}/mcp", tool, auth });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
    }
}
