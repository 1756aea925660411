using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Every request that seeds 000 to 003 show, word for word but for host, ids and token, against the running
/// platform.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class SeedExampleTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LocalPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await LocalPlatform.StartAsync(postgres);

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task Seed000_AsyncExecutionApi()
    {
        await _platform.RegisterAgentAsync(
            "mem_l1_summarizer", (call, _) => Task.FromResult<object?>(new { summary = call.Input.Text("text") }));
        const string start = """
            {
                "type": "agent",
                "target_id": "mem_l1_summarizer",
                "inputs": {"text": "Input text"},
                "config": {"flow_id": "default"}
            }
            """;
        var execution_id = (await PostAsync("/api/v1/executions", start, HttpStatusCode.Accepted)).Text("execution_id");

        // The seed's client: progress is read when it is there, outputs once it has completed.
        JsonElement status = default;
        await _platform.UntilAsync("the execution has ended", async () =>
        {
            status = await GetAsync($"/api/v1/executions/{execution_id}");
            if (status.TryGetProperty("progress", out var progress))
            {
                Assert.InRange(progress.GetProperty("percentage").GetDouble(), 0, 100);
            }

            return status.Text("status") is "completed" or "failed" or "cancelled";
        });
        Assert.Equal("completed", status.Text("status"));
        Assert.Equal("""{"summary":"Input text"}""", status.GetProperty("outputs").GetRawText());
        var call = Assert.Single(_platform.Agents.Calls);
        Assert.Equal("default", call.Input.GetProperty("config").Text("flow_id"));

        var executions = (await GetAsync("/api/v1/executions?status=completed&page_size=20")).GetProperty("executions");
        Assert.Equal(execution_id, Assert.Single(executions.EnumerateArray()).Text("execution_id"));

        await HoldAsync("mem_l1_summarizer");
        var second = (await PostAsync("/api/v1/executions", start, HttpStatusCode.Accepted)).Text("execution_id");
        await _platform.UntilSqlAsync($"exists (select from step_executions where run_id = '{second}')");
        var cancelled = await PostAsync($"/api/v1/executions/{second}/cancel", null, HttpStatusCode.OK);
        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.NotEqual(default, cancelled.GetProperty("cancelled_at").GetDateTimeOffset());
        Assert.Equal("cancelled", (await GetAsync($"/api/v1/executions/{second}")).Text("status"));
        using var again = await _platform.Http.PostAsync($"/api/v1/executions/{second}/cancel", null);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Seed001_ProgressQuery()
    {
        await HoldAsync("Slow");
        var workflow = await _platform.RegisterAsync("""
              - one:
                  set: { a: 1 }
              - two:
                  call: Slow
            """);
        var later = await PostAsync(
            "/api/v1/executions",
            $$"""{"type": "pipeline", "target_id": "{{workflow}}", "start_at": "2100-01-01"}""",
            HttpStatusCode.Accepted);
        using var none = await _platform.Http.GetAsync($"/api/v1/executions/{later.Text("execution_id")}/progress");
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
        using var unknown = await _platform.Http.GetAsync($"/api/v1/executions/{Guid.NewGuid()}/progress");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);

        var id = (await PostAsync(
            "/api/v1/executions", $$"""{"type": "pipeline", "target_id": "{{workflow}}"}""", HttpStatusCode.Accepted))
            .Text("execution_id");
        await _platform.UntilSqlAsync($"count(*) = 2 from step_executions where run_id = '{id}'");
        var progress = await GetAsync($"/api/v1/executions/{id}/progress");
        Assert.Equal(
            """{"current_step":1,"total_steps":2,"percentage":50,"current_step_name":"two"}""", progress.GetRawText());

        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"ws://{_platform.Http.BaseAddress!.Authority}/api/v1/executions/{id}/progress/ws"), default);
        var first = await ReceiveAsync(socket);
        Assert.Equal("status running", $"{first!.Value.Text("type")} {first.Value.Text("status")}");
        _release.TrySetResult();
        var types = new List<string>();
        while (await ReceiveAsync(socket) is { } message)
        {
            types.Add(message.Text("type"));
        }

        Assert.Equal("completed", types[^1]);
        Assert.Equal(100, (await GetAsync($"/api/v1/executions/{id}/progress")).GetProperty("percentage").GetDouble());
    }

    [Fact]
    public async Task Seed002_WorkflowExecutions()
    {
        await HoldAsync("Writer");
        var workflow_id = await _platform.RegisterAsync("""
              - write:
                  call: Writer
            """);
        var started = await PostAsync(
            $"/api/workflows/{workflow_id}/execute", """{"input_data": {"message": "Hello World"}}""",
            HttpStatusCode.Accepted);
        var execution_id = started.Text("execution_id");
        Assert.Equal("pending", started.Text("status"));

        await _platform.UntilSqlAsync("count(*) = 1 from step_executions where status = 'RUNNING'");
        var status = await GetAsync($"/api/workflows/executions/{execution_id}");
        Assert.Equal($"{execution_id} {workflow_id} running", string.Join(
            ' ', status.Text("id"), status.Text("workflow_id"), status.Text("status")));
        Assert.Equal("Hello World", status.GetProperty("input_data").Text("message"));
        Assert.NotEqual(default, status.GetProperty("started_at").GetDateTimeOffset());

        var logs = await GetAsync($"/api/workflows/executions/{execution_id}/logs?step_type=ai&limit=50");
        var log = Assert.Single(logs.EnumerateArray());
        Assert.Equal("write agent_execution", $"{log.Text("step_name")} {log.Text("step_type")}");
        Assert.True(log.GetProperty("id").TryGetGuid(out _));

        var listed = await GetAsync("/api/workflows/executions?status_filter=running&limit=20");
        Assert.Equal(execution_id, Assert.Single(listed.EnumerateArray()).Text("id"));

        var cancelled = await PostAsync(
            $"/api/workflows/executions/{execution_id}/cancel", null, HttpStatusCode.OK);
        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.Equal("cancelled", (await GetAsync($"/api/workflows/executions/{execution_id}")).Text("status"));
    }

    [Fact]
    public async Task Seed003_AsyncExecutionWithTracing()
    {
        await _platform.RegisterAgentAsync("CommandAgent", (_, _) => Task.FromResult<object?>(
            new { breadth = "narrow", terms = new[] { "data" }, intent = "search" }));
        await HoldAsync("DataAgent");
        var workflow_id = await RegisterExampleAsync("my-workflow-id.yaml");
        var started = await PostAsync($"/api/workflows/{workflow_id}/execute/async", """
            {
              "query": "Your query here",
              "session_id": "optional_session_id",
              "user_id": "optional_user_id",
              "chat_history": []
            }
            """, HttpStatusCode.Accepted);
        var execution_id = started.Text("execution_id");
        Assert.Equal(
            $"accepted workflow /api/executions/{execution_id}/status",
            $"{started.Text("status")} {started.Text("type")} {started.Text("status_url")}");

        await _platform.UntilSqlAsync("count(*) = 4 from step_executions");
        var status = await GetAsync(started.Text("status_url"));
        Assert.Equal("running Executing DataAgent Your query here", string.Join(
            ' ', status.Text("status"), status.Text("current_step"), status.Text("query")));
        Assert.Equal(0.75, status.GetProperty("progress").GetDouble());
        var trace = status.GetProperty("workflow_trace");
        Assert.Equal("""["CommandAgent","DataAgent"]""", trace.GetProperty("execution_path").GetRawText());
        Assert.Equal("use_fast_path", trace.GetProperty("branch_decisions").GetProperty("data_processing_choice")
            .Text("outcome"));

        var steps = await GetAsync($"/api/executions/{execution_id}/steps");
        Assert.Equal(
            [
                "init_step data_processing  completed", "agent_step_1 agent_execution CommandAgent completed",
                "data_processing_choice decision_point  completed", "agent_step_2 agent_execution DataAgent running",
            ],
            steps.GetProperty("steps").EnumerateArray().Select(step => string.Join(
                ' ', step.Text("step_id"), step.Text("step_type"), step.Text("agent_name"), step.Text("status"))));

        var progress = await GetAsync($"/api/executions/{execution_id}/progress");
        Assert.Equal("DataAgent", progress.GetProperty("workflow_progress").GetProperty("current_step_info")
            .Text("agent_name"));

        _release.TrySetResult();
        await _platform.UntilEndedAsync();
        var full = await GetAsync($"/api/executions/{execution_id}/trace");
        Assert.Equal($"{execution_id} {workflow_id} 4 4", string.Join(
            ' ', full.Text("execution_id"), full.Text("workflow_id"), full.GetProperty("current_step_index"),
            full.GetProperty("total_steps")));

        // The seed's client: it starts the workflow by a name and polls until the end.
        var named = await PostAsync(
            "/api/workflows/my-workflow-id/execute/async", """{"query":"Process my data"}""", HttpStatusCode.Accepted);
        await _platform.UntilAsync("the client has seen the end", async () =>
            (await GetAsync($"/api/executions/{named.Text("execution_id")}/progress")).Text("status") == "completed");
    }

    /// <summary>An agent that answers once it is released.</summary>
    private Task HoldAsync(string agent) => _platform.RegisterAgentAsync(agent, async (_, ct) =>
    {
        await _release.Task.WaitAsync(ct);
        return new { done = true };
    });

    private async Task<string> RegisterExampleAsync(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Built.Root, "examples", file));
        using var answer = await _platform.Http.PostAsync(
            "/api/v1/workflows", new StringContent(text, Encoding.UTF8, "application/yaml"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await answer.JsonAsync()).Text("id");
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _platform.Http.GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<JsonElement> PostAsync(string path, string? body, HttpStatusCode expected)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _platform.Http.PostAsync(path, content);
        Assert.True(answer.StatusCode == expected, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <returns>Null once the server has closed.</returns>
    private static async Task<JsonElement?> ReceiveAsync(ClientWebSocket socket)
    {
        using var text = new MemoryStream();
        var part = new byte[4_096];
        while (true)
        {
            var read = await socket.ReceiveAsync(part, default);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            text.Write(part, 0, read.Count);
            if (read.EndOfMessage)
            {
                return JsonDocument.Parse(text.ToArray()).RootElement;
            }
        }
    }
}
