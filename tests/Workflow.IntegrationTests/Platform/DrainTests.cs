using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Tools;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>A consumer is asked to hand its shards over, and to take some again.</summary>
[Collection(PlatformCollection.Name)]
public sealed class DrainTests(PostgresFixture postgres)
{
    private const int Runs = 40;
    private const string Path = "/api/v1/consumers/consumer-1";

    [Fact]
    public async Task R3_Consumer_WhenDrainedResumedAndEnded_RepeatsNoCallOfAnAgentOrATool()
    {
        var port = Ports.Free();
        await using var platform = await LocalPlatform.StartAsync(
            postgres, 0, isReady: false, ("WORKFLOW_OUTGOING_ALLOWED", "127.0.0.1"),
            ("WORKFLOW_CONSUMER_STOP_GRACE_MS", "120000"), ("WORKFLOW_KAFKA_SESSION_TIMEOUT_MS", "6000"));
        var consumer = platform.StartConsumer(("WORKFLOW_HEALTH_PORT", $"{port}"));
        platform.StartConsumer();
        await platform.UntilSqlAsync("count(distinct owner) = 2 and count(*) = 16 from shards");
        await using var tool = await ToolServer.StartAsync();
        var held = new HeldTool(tool);
        var guard = new CallGuard(platform);
        await platform.RegisterAgentAsync("Echo", guard.AnswerAsync);
        var workflow = await platform.RegisterAsync($$"""
              - first: { call: Echo }
              - tool: { call: http, with: { method: post, endpoint: '{{tool.Url}}/hold', body: { a: 1 } } }
              - last: { call: Echo }
            """);

        await platform.StartRunsAsync(workflow, Runs);
        await platform.UntilAsync("all tools are called", () => Task.FromResult(tool.AtOnce == Runs));
        Assert.Equal("draining", (await PostAsync(platform, "drain")).Text("status"));
        await platform.UntilAsync("it has heard", () => Task.FromResult(consumer.Output.Contains("Asked by local")));
        held.Release();
        await platform.UntilAsync("it is drained", async () => await ReadAsync(platform) is var it
            && it.Text("status") == "drained" && it.GetProperty("shards").GetArrayLength() == 0);
        Assert.Equal((HttpStatusCode.OK, "alive"), await ProbeAsync(port, "livez"));
        var (status, text) = await ProbeAsync(port, "readyz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (status, text.Contains("until it is resumed")));
        await platform.UntilSqlAsync("count(*) = 16 from shards where owner = 'consumer-2'");
        await platform.UntilEndedAsync();

        held.Hold();
        await PostAsync(platform, "resume");
        await platform.UntilSqlAsync("count(distinct owner) = 2 from shards");
        await platform.UntilAsync(
            "it is ready", async () => (await ProbeAsync(port, "readyz")).Status == HttpStatusCode.OK);
        await platform.StartRunsAsync(workflow, Runs);
        await platform.UntilAsync("all tools are called", () => Task.FromResult(tool.AtOnce == Runs));
        var ended = consumer.TerminateAsync();
        await platform.UntilAsync("it stops", async () => (await ProbeAsync(port, "readyz")).Text.Contains("stops"));
        held.Release();
        Assert.Equal(0, await ended);
        await platform.UntilEndedAsync();

        var keys = tool.Requests.Select(request => request.Header("Idempotency-Key")).ToList();
        Assert.Equal((2 * Runs, 2 * Runs), (keys.Count, keys.Distinct().Count()));
        Assert.Equal((4 * Runs, 0), (guard.Seen, guard.Twice));
        Assert.Equal(2 * Runs, await platform.ScalarAsync<long>(
            "select count(*) from workflow_runs where status = 'COMPLETED'"));
        Assert.Equal("drain_consumer resume_consumer", await platform.ScalarAsync<string>(
            "select string_agg(verb, ' ' order by id) from audit_log where detail->>'consumer' = 'consumer-1'"));
    }

    private static async Task<JsonElement> PostAsync(LocalPlatform platform, string verb)
    {
        using var answer = await platform.Http.PostAsJsonAsync($"{Path}/{verb}", new { reason = "a new kernel" });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private static async Task<JsonElement> ReadAsync(LocalPlatform platform)
    {
        using var answer = await platform.Http.GetAsync("/api/v1/consumers");
        return (await answer.JsonAsync()).GetProperty("consumers").EnumerateArray()
            .Single(consumer => consumer.Text("id") == "consumer-1");
    }

    private static async Task<(HttpStatusCode Status, string Text)> ProbeAsync(int port, string probe)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync($"http://127.0.0.1:{port}/{probe}");
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, probe == "livez" ? JsonDocument.Parse(text).RootElement.Text("status") : text);
    }

    /// <summary>Answers only when it is let.</summary>
    private sealed class HeldTool
    {
        private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldTool(ToolServer server) => server.On("/hold", async http =>
        {
            await _open.Task.WaitAsync(http.RequestAborted);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("""{"done": true}""");
        });

        public void Release() => _open.SetResult();

        public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
