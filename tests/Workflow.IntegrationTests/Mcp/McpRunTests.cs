using System.Text.Json;
using ModelContextProtocol;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Mcp;

/// <summary>What a model's client does with runs of a whole platform, through the tools.</summary>
[Collection(PostgresCollection.Name)]
public sealed class McpRunTests(PostgresFixture postgres)
{
    private const string Greets = """
          - greet: { set: { greeting: '${ "Hello " + .name }' } }
        """;

    [Fact]
    public async Task Tools_WhenAPlatformRuns_StartWatchExplainCancelAndRetryRuns()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        await using var mcp = await McpProcess.StartAsync(platform.Http.BaseAddress!);

        await TellsWhatThereIsAsync(platform, mcp);
        await StartsAndWaitsAsync(mcp);
        await WatchesUntilTheEndAsync(platform, mcp);
        await ExplainsCancelsAndRetriesAsync(platform, mcp);
        await RefusesAsync(mcp);
    }

    private static async Task TellsWhatThereIsAsync(LocalPlatform platform, McpProcess mcp)
    {
        var tools = await mcp.Client.ListToolsAsync();
        Assert.Equal(
            ["cancel_run", "explain_run", "get_run", "get_run_steps", "list_runs", "list_workflows", "retry_run",
                "start_run", "watch_run"],
            tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool =>
        {
            Assert.NotEmpty(tool.Description);
            Assert.NotNull(tool.ReturnJsonSchema);
            Assert.All(
                tool.JsonSchema.GetProperty("properties").EnumerateObject(),
                argument => Assert.NotEmpty(argument.Value.GetProperty("description").GetString()!));
        });

        var greets = await platform.RegisterAsync(Greets, "greets");
        var listed = (await mcp.CallAsync("list_workflows")).GetProperty("workflows")[0];
        Assert.Equal((greets, "greets"), (listed.GetProperty("id").GetGuid(), listed.GetProperty("name").GetString()));
    }

    private static async Task StartsAndWaitsAsync(McpProcess mcp)
    {
        Dictionary<string, object?> start = new()
        {
            ["workflow"] = "greets", ["input"] = new { name = "Jörg" }, ["wait_seconds"] = 60,
            ["idempotency_key"] = "greet-joerg",
        };
        var ended = await mcp.CallAsync("start_run", start);
        Assert.True(ended.GetProperty("has_ended").GetBoolean());
        Assert.Equal("Hello Jörg", ended.GetProperty("output").GetProperty("greeting").GetString());
        var again = await mcp.CallAsync("start_run", start);
        Assert.Equal(ended.GetProperty("run_id").GetGuid(), again.GetProperty("run_id").GetGuid());

        var id = ended.GetProperty("run_id").GetString();
        var run = await mcp.CallAsync("get_run", new() { ["run_id"] = id });
        Assert.Equal(("completed", "greets"), (
            run.GetProperty("status").GetString(), run.GetProperty("workflow").GetString()));
        Assert.Equal("Jörg", run.GetProperty("input").GetProperty("name").GetString());
        Assert.False(run.TryGetProperty("error", out _));
        var cut = await mcp.CallAsync("get_run", new() { ["run_id"] = id, ["payload_chars_max"] = 20 });
        Assert.True(cut.TryGetProperty("input", out _));
        Assert.False(cut.TryGetProperty("output", out _));
        Assert.True(cut.GetProperty("left_out").GetProperty("output").GetInt32() > 20);

        var step = (await mcp.CallAsync("get_run_steps", new() { ["run_id"] = id })).GetProperty("steps")[0];
        Assert.Equal(("greet", "completed", "/do/0/greet"), (
            step.GetProperty("name").GetString(), step.GetProperty("status").GetString(),
            step.GetProperty("path").GetString()));
        var first = await mcp.CallAsync("get_run_steps", new() { ["run_id"] = id, ["limit"] = 1 });
        Assert.Equal(1, first.GetProperty("next_offset").GetInt32());
    }

    private static async Task WatchesUntilTheEndAsync(LocalPlatform platform, McpProcess mcp)
    {
        var agent = await HeldAgent.RegisterAsync(platform, "Slow");
        await platform.RegisterAsync("  - ask:\n      call: Slow\n      with: {question: why}", "asking");
        var started = await mcp.CallAsync("start_run", new() { ["workflow"] = "tests/asking" });
        Assert.Equal("pending", started.GetProperty("status").GetString());
        var id = started.GetProperty("run_id").GetString();
        var glance = await mcp.CallAsync("watch_run", new() { ["run_id"] = id, ["wait_seconds"] = 0 });
        Assert.False(glance.GetProperty("has_ended").GetBoolean());

        // The agent answers once the watcher was told that it is asked.
        var told = new Told(text => text.Contains("Executing Slow", StringComparison.Ordinal), agent.Release);
        var ended = await mcp.CallAsync("watch_run", new() { ["run_id"] = id, ["wait_seconds"] = 90 }, told);
        Assert.True(ended.GetProperty("has_ended").GetBoolean());
        Assert.Equal("completed", ended.GetProperty("status").GetString());
        Assert.Equal("why", ended.GetProperty("output").GetProperty("question").GetString());
    }

    private static async Task ExplainsCancelsAndRetriesAsync(LocalPlatform platform, McpProcess mcp)
    {
        await platform.RegisterAsync("  - nap:\n      wait: PT1H", "waiting");
        var started = await mcp.CallAsync("start_run", new() { ["workflow"] = "waiting" });
        Dictionary<string, object?> run = new() { ["run_id"] = started.GetProperty("run_id").GetString() };
        JsonElement told = default;
        await platform.UntilAsync("the run waits", async () =>
        {
            told = await mcp.CallAsync("explain_run", run);
            return told.GetProperty("reasons")[0].GetProperty("code").GetString() == "waiting-until";
        });
        Assert.Contains("nap", told.GetProperty("summary").GetString()!);

        var cancelled = await mcp.CallAsync("cancel_run", new(run) { ["reason"] = "Started by mistake" });
        Assert.Equal("cancelled", cancelled.GetProperty("status").GetString());
        var end = await mcp.CallAsync("watch_run", run);
        Assert.Equal("Started by mistake", end.GetProperty("error_message").GetString());
        var refused = await mcp.RefusedAsync("cancel_run", run);
        Assert.Contains("(409)", refused, StringComparison.Ordinal);
        Assert.Contains("Remedy: nothing is left to cancel", refused, StringComparison.Ordinal);

        var listed = await mcp.CallAsync(
            "list_runs", new() { ["status"] = "cancelled", ["workflow"] = "waiting", ["error_contains"] = "mistake" });
        Assert.Equal(
            started.GetProperty("run_id").GetGuid(),
            Assert.Single(listed.GetProperty("runs").EnumerateArray()).GetProperty("run_id").GetGuid());
        var retry = await mcp.CallAsync("retry_run", new(run) { ["idempotency_key"] = "again" });
        Assert.Equal(started.GetProperty("run_id").GetGuid(), retry.GetProperty("retried_from").GetGuid());
        Assert.NotEqual(started.GetProperty("run_id").GetGuid(), retry.GetProperty("run_id").GetGuid());
    }

    private static async Task RefusesAsync(McpProcess mcp)
    {
        var nobody = Guid.NewGuid().ToString();
        string[] tools = ["get_run", "get_run_steps", "explain_run", "watch_run", "cancel_run", "retry_run"];
        foreach (var tool in tools)
        {
            var refused = await mcp.RefusedAsync(tool, new() { ["run_id"] = nobody });
            Assert.StartsWith("There is no such execution. (404)", refused, StringComparison.Ordinal);
            Assert.Contains($"No execution {nobody}.", refused, StringComparison.Ordinal);
            Assert.Contains("Remedy: list_runs", refused, StringComparison.Ordinal);
        }

        var unknown = await mcp.RefusedAsync("start_run", new() { ["workflow"] = "nowhere/nothing" });
        Assert.Contains("Remedy: list_workflows", unknown, StringComparison.Ordinal);
        var wrong = await mcp.RefusedAsync("list_runs", new() { ["status"] = "asleep" });
        Assert.Contains("status is 'asleep'", wrong, StringComparison.Ordinal);
    }

    /// <summary>Does something when a message comes that is waited for.</summary>
    private sealed class Told(Predicate<string> isIt, Action then) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value)
        {
            if (isIt(value.Message ?? ""))
            {
                then();
            }
        }
    }
}
