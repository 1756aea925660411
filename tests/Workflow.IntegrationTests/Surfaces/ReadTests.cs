using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Surfaces;

/// <summary>One execution as each of the surfaces shows it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadTests(ReadTests.World world) : IClassFixture<ReadTests.World>
{
    private ApiHost Api => world.Host;

    [Fact]
    public async Task GetV1_WhenPending_LeavesProgressOut()
    {
        var body = await world.ReadAsync("/api/v1/executions/{0}", world.Pending);
        Assert.Equal("workflow pending", $"{body.Text("type")} {body.Text("status")}");
        Assert.False(body.TryGetProperty("progress", out _));
        Assert.Equal(JsonValueKind.Null, body.GetProperty("started_at").ValueKind);
        var answer = await Api.Http.GetAsync($"/api/v1/executions/{world.Pending}/progress");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    [Fact]
    public async Task GetV1_WhenRunning_TellsItsProgress()
    {
        var body = await world.ReadAsync("/api/v1/executions/{0}", world.Running);
        Assert.Equal("running", body.Text("status"));
        Assert.Equal(
            """{"current_step":2,"total_steps":4,"percentage":50,"current_step_name":"agent_step_2"}""",
            body.GetProperty("progress").GetRawText());
        Assert.Equal(
            body.GetProperty("progress").GetRawText(),
            (await world.ReadAsync("/api/v1/executions/{0}/progress", world.Running)).GetRawText());
    }

    [Fact]
    public async Task GetV1_WhenCompleted_HasItsOutputs()
    {
        var body = await world.ReadAsync("/api/v1/executions/{0}", world.Completed);
        Assert.Equal("""{"done": true}""", body.GetProperty("outputs").GetRawText());
        Assert.Equal(100, body.GetProperty("progress").GetProperty("percentage").GetDouble());
        Assert.Equal(JsonValueKind.Null, body.GetProperty("error").ValueKind);
        Assert.Equal("""{"team": "red"}""", body.GetProperty("labels").GetRawText());
    }

    [Fact]
    public async Task GetV1_WhenFailed_SaysWhy()
    {
        var error = (await world.ReadAsync("/api/v1/executions/{0}", world.Failed)).GetProperty("error");
        Assert.Equal("https://a.example/e It broke.", $"{error.Text("type")} {error.Text("message")}");
        Assert.Equal("Broken", error.GetProperty("details").Text("title"));
    }

    [Fact]
    public async Task GetV1_WhenCancelled_SaysByWhomAndWhy()
    {
        var body = await world.ReadAsync("/api/v1/executions/{0}", world.Cancelled);
        Assert.Equal("ann enough", $"{body.Text("cancelled_by")} {body.Text("cancel_reason")}");
        Assert.Equal(JsonValueKind.Null, body.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task Status_WhenRunning_HasTheSeedsShape()
    {
        var body = await world.ReadAsync("/api/executions/{0}/status", world.Running);
        Assert.Equal(
            "workflow running 0.5 Executing DataAgent Your original query",
            $"{body.Text("type")} {body.Text("status")} {body.GetProperty("progress")} {body.Text("current_step")} "
            + body.Text("query"));
        var trace = body.GetProperty("workflow_trace");
        Assert.Equal(
            ["execution_id", "workflow_id", "current_step_index", "total_steps", "execution_path", "branch_decisions"],
            trace.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""["CommandAgent","DataAgent"]""", trace.GetProperty("execution_path").GetRawText());
        Assert.Equal(
            "use_fast_path",
            trace.GetProperty("branch_decisions").GetProperty("data_processing_choice").Text("outcome"));
    }

    [Fact]
    public async Task Progress_WhenRunning_HasTheSeedsShape()
    {
        var body = await world.ReadAsync("/api/executions/{0}/progress", world.Running);
        Assert.Equal(
            ["execution_id", "status", "progress", "current_step", "type", "workflow_progress"],
            body.EnumerateObject().Select(member => member.Name));
        var progress = body.GetProperty("workflow_progress");
        var step = progress.GetProperty("current_step_info");
        Assert.Equal(
            "2 4 agent_execution DataAgent running",
            $"{progress.GetProperty("current_step_index")} {progress.GetProperty("total_steps")} "
            + $"{step.Text("step_type")} {step.Text("agent_name")} {step.Text("status")}");
    }

    [Fact]
    public async Task Trace_WhenRunning_HasStepsAndPath()
    {
        var body = await world.ReadAsync("/api/executions/{0}/trace", world.Running);
        Assert.Equal(
            ["agent_step_1", "data_processing_choice", "agent_step_2"],
            body.GetProperty("steps").EnumerateArray().Select(step => step.Text("step_id")));
        Assert.Equal(world.Workflow, body.GetProperty("workflow_id").GetGuid());
        var page = await world.ReadAsync("/api/executions/{0}/trace?limit=1&offset=2", world.Running);
        Assert.Equal("agent_step_2", Assert.Single(page.GetProperty("steps").EnumerateArray()).Text("step_id"));
    }

    [Theory]
    [InlineData("", "agent_step_1 data_processing_choice agent_step_2")]
    [InlineData("?step_type=ai&limit=50", "agent_step_1 agent_step_2")]
    [InlineData("?step_type=decision_point", "data_processing_choice")]
    [InlineData("?step_name=agent_step_1", "agent_step_1")]
    [InlineData("?has_error=true", "data_processing_choice")]
    [InlineData("?has_error=false", "agent_step_1 agent_step_2")]
    [InlineData("?limit=1", "agent_step_1")]
    [InlineData("?limit=1&offset=1", "data_processing_choice")]
    public async Task Logs_WhenFiltered_AreThoseStepsInOrder(string query, string names)
    {
        var logs = await world.ReadAsync("/api/workflows/executions/{0}/logs" + query, world.Running);
        Assert.Equal(names, string.Join(' ', logs.EnumerateArray().Select(log => log.Text("step_name"))));
    }

    [Fact]
    public async Task Logs_WhenRead_HaveTheSeedsFieldsAndTheSameIds()
    {
        var logs = await world.ReadAsync("/api/workflows/executions/{0}/logs", world.Running);
        var log = logs[0];
        Assert.Equal("""{"q": 1} {"a": 2} 1000""",
            $"{log.GetProperty("input_data")} {log.GetProperty("output_data")} {log.GetProperty("duration_ms")}");
        Assert.Equal(
            logs.EnumerateArray().Select(one => one.GetProperty("id").GetGuid()),
            (await world.ReadAsync("/api/workflows/executions/{0}/logs", world.Running)).EnumerateArray()
                .Select(one => one.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task R9_Logs_WhenAPayloadIsLarge_LeaveItOutByName()
    {
        await Api.ExecuteAsync($$"""
            insert into step_executions (run_id, step_path, step_id, step_type, status, output_data, started_at,
                completed_at, began_revision)
            select '{{world.Completed}}', '/do/0/a', 'large', 'tool_call', 'COMPLETED',
                   json_build_object('text', repeat('x', 400000)), now(), now(), 1
            """);
        var many = await world.ReadAsync("/api/workflows/executions/{0}/logs?limit=1000", world.Completed);
        Assert.Equal("""["output_data"]""", many[0].GetProperty("left_out").GetRawText());
        Assert.Equal(JsonValueKind.Null, many[0].GetProperty("output_data").ValueKind);
        var few = await world.ReadAsync("/api/workflows/executions/{0}/logs?limit=50", world.Completed);
        Assert.False(few[0].TryGetProperty("left_out", out _));
        Assert.Equal(400_000, few[0].GetProperty("output_data").Text("text").Length);
    }

    [Fact]
    public async Task Status_WhenTheQueryIsNoText_HasNone()
    {
        foreach (var input in new[] { """{"query": "\ud83d"}""", """{"query": 7}""", "{}" })
        {
            await Api.ExecuteAsync(
                $"update workflow_runs set input_data = '{input}' where run_id = '{world.Failed}'");
            var body = await world.ReadAsync("/api/executions/{0}/status", world.Failed);
            Assert.Equal(JsonValueKind.Null, body.GetProperty("query").ValueKind);
        }
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("step_type=magic")]
    [InlineData("has_error=maybe")]
    public async Task Logs_WhenAFilterIsWrong_Returns422(string query) =>
        await (await Api.Http.GetAsync($"/api/workflows/executions/{world.Running}/logs?{query}"))
            .ProblemAsync(422, "invalid-parameter");

    [Theory]
    [InlineData("/api/v1/executions/{0}")]
    [InlineData("/api/v1/executions/{0}/progress")]
    [InlineData("/api/executions/{0}/status")]
    [InlineData("/api/executions/{0}/progress")]
    [InlineData("/api/executions/{0}/trace")]
    [InlineData("/api/workflows/executions/{0}/logs")]
    public async Task AnyRead_WhenThereIsNoSuchExecution_Returns404(string path)
    {
        await (await Api.Http.GetAsync(string.Format(path, Guid.NewGuid()))).ProblemAsync(404, "execution-not-found");
        await (await Api.Http.GetAsync(string.Format(path, "seven"))).ProblemAsync(422, "invalid-parameter");
    }

    /// <summary>An API with a run in each status.</summary>
    public sealed class World(PostgresFixture postgres) : IAsyncLifetime
    {
        public ApiHost Host { get; private set; } = null!;

        public Guid Workflow { get; private set; }

        public Guid Pending { get; private set; }

        public Guid Running { get; private set; }

        public Guid Completed { get; private set; }

        public Guid Failed { get; private set; }

        public Guid Cancelled { get; private set; }

        public async Task InitializeAsync()
        {
            Host = await ApiHost.StartAsync(await postgres.CreateDatabaseAsync());
            Workflow = await Host.RegisterAsync(Documents.Local());
            Pending = await RunAsync("PENDING", "labels = '{}'");
            Running = await RunAsync("RUNNING", "started_at = now(), total_steps = 4");
            Completed = await RunAsync(
                "COMPLETED", """output_data = '{"done": true}', completed_at = now(), labels = '{"team": "red"}'""");
            Failed = await RunAsync(
                "FAILED",
                """error_message = 'It broke.', error = '{"type": "https://a.example/e", "title": "Broken"}'""");
            Cancelled = await RunAsync("CANCELLED", "cancelled_by = 'ann', error_message = 'enough'");
            await Host.ExecuteAsync($$"""
                insert into step_executions (run_id, step_path, step_id, step_type, agent_name, status, input_data,
                    output_data, error_message, started_at, completed_at, began_revision, ended_revision, metadata)
                values
                ('{{Running}}', '/do/0/a', 'agent_step_1', 'agent_execution', 'CommandAgent', 'COMPLETED', '{"q": 1}',
                 '{"a": 2}', null, '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', 1, 2, null),
                ('{{Running}}', '/do/1/b', 'data_processing_choice', 'decision_point', null, 'COMPLETED', null, null,
                 'odd', '2026-01-01T00:00:02Z', '2026-01-01T00:00:02Z', 3, 3, '{"case": "use_fast_path"}'),
                ('{{Running}}', '/do/2/c', 'agent_step_2', 'agent_execution', 'DataAgent', 'RUNNING', null, null, null,
                 '2026-01-01T00:00:03Z', null, 4, null, null)
                """);
        }

        public async Task<JsonElement> ReadAsync(string path, Guid run)
        {
            var answer = await Host.Http.GetAsync(string.Format(path, run));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.JsonAsync();
        }

        public async Task DisposeAsync() => await Host.DisposeAsync();

        private async Task<Guid> RunAsync(string status, string facts)
        {
            var answer = await Host.StartAsync(Workflow, """{"input_data": {"query": "Your original query"}}""");
            var run = (await answer.JsonAsync()).GetProperty("execution_id").GetGuid();
            await Host.ExecuteAsync($"update workflow_runs set status = '{status}', {facts} where run_id = '{run}'");
            return run;
        }
    }
}
