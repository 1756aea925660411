using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Telemetry;

/// <summary>What the services tell a collector: one trace per run, and the metrics that dashboards show.</summary>
[Collection(PostgresCollection.Name)]
public sealed class TraceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestCollector _collector = null!;
    private LocalPlatform _platform = null!;

    public async Task InitializeAsync()
    {
        _collector = await TestCollector.StartAsync();
        _platform = await LocalPlatform.StartAsync(
            postgres, 1, true, ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "200"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "60000"),
            ("WORKFLOW_EXECUTION_AGENT_SILENCE_MAX_MS", "60000"), ("LOG_FORMAT", "json"), ("LOG_LEVEL", "DEBUG"));
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Run_WhenTraced_IsOneTraceFromTheRequestToTheAgent()
    {
        await _platform.RegisterAgentAsync("Echo", (_, _) => Task.FromResult<object?>(new { done = true }));
        var workflow = await _platform.RegisterAsync("""
              - prepare:
                  set: { a: 1 }
              - ask:
                  call: Echo
            """);
        var run = await _platform.StartRunAsync(workflow);
        await _platform.UntilEndedAsync();

        var spans = await UntilSpansAsync(
            run, ("workflow-api", "send workflow.execution.requests"), ("workflow-consumer", "run"),
            ("workflow-consumer", "step prepare"), ("workflow-consumer", "step ask"),
            ("workflow-consumer", "send workflow.agent.tasks"), ("workflow-bridge", "call Echo"),
            ("workflow-bridge", "POST"));
        var request = One(spans, "workflow-api", span => span.ParentId.Length == 0);
        var sent = Below(spans, request, "send workflow.execution.requests");
        var executed = Below(spans, sent, "run");
        Assert.Equal("workflow-consumer", executed.Service);
        Assert.Equal($"{run}", executed.Tags["workflow.run_id"]);
        Below(spans, executed, "step prepare");
        var ask = Below(spans, executed, "step ask");
        Assert.Equal("completed", ask.Tags["workflow.step.status"]);
        var task = Below(spans, ask, "send workflow.agent.tasks");
        var called = Below(spans, task, "call Echo");
        Assert.Equal("workflow-bridge", called.Service);
        var post = Below(spans, called, "POST");
        Assert.Equal(
            $"00-{post.TraceId}-{post.SpanId}-01", Assert.Single(_platform.Agents.Calls).TraceParent);

        await MetricsAsync();
        foreach (var (process, id) in new[] { (_platform.Consumers[0], 3102), (_platform.Bridge, 4010) })
        {
            var line = await LineAsync(process, id, "ask");
            Assert.Equal(
                ($"{run}", ask.TraceId, "1"),
                ($"{line.GetProperty("run_id")}", $"{line.GetProperty("trace_id")}", $"{line.GetProperty("attempt")}"));
            Assert.Equal(
                await _platform.ScalarAsync<int>("select shard from workflow_runs"),
                line.GetProperty("shard").GetInt32());
        }
    }

    [Fact]
    public async Task Run_WhenItsConsumerDies_StaysInItsTraceAndIsLinkedToItsBegin()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _platform.RegisterAgentAsync("Echo", async (_, ct) =>
        {
            asked.TrySetResult();
            await release.Task.WaitAsync(ct);
            return new { done = true };
        });
        var workflow = await _platform.RegisterAsync("  - ask:\n      call: Echo");
        var run = await _platform.StartRunAsync(workflow);
        await asked.Task;
        await _platform.Consumers[0].KillAsync();
        _platform.StartConsumer();
        await _platform.UntilSqlAsync("exists (select from shards where owner = 'consumer-2')");
        release.SetResult();
        await _platform.UntilEndedAsync();

        var spans = await UntilSpansAsync(
            run, ("workflow-api", "send workflow.execution.requests"), ("workflow-consumer", "run"));
        var resumed = Assert.Single(spans, span => span.Name == "run");
        Assert.Equal([resumed.TraceId], resumed.Links);
    }

    private async Task<List<SeenSpan>> UntilSpansAsync(
        Guid run, params (string Service, string Name)[] wanted)
    {
        List<SeenSpan> trace = [];
        await _platform.UntilAsync("the spans are exported", () =>
        {
            var id = _collector.Spans.FirstOrDefault(
                span => span.Name == "run" && span.Tags["workflow.run_id"] == $"{run}")?.TraceId;
            trace = [.. _collector.Spans.Where(span => span.TraceId == id)];
            return Task.FromResult(
                wanted.All(one => trace.Any(span => (span.Service, span.Name) == one))
                && trace.Any(span => span.ParentId.Length == 0));
        });
        return trace;
    }

    /// <summary>What a process has logged of an event, about a step.</summary>
    private async Task<JsonElement> LineAsync(ServiceProcess process, int eventId, string step)
    {
        JsonElement found = default;
        await _platform.UntilAsync($"event {eventId} is logged", () =>
        {
            found = process.Output.Split('\n').Where(line => line.StartsWith('{'))
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Properties"))
                .FirstOrDefault(line => line.TryGetProperty("event_id", out var id) && id.GetInt32() == eventId
                    && line.TryGetProperty("step", out var name) && name.GetString() == step);
            return Task.FromResult(found.ValueKind == JsonValueKind.Object);
        });
        return found;
    }

    private async Task MetricsAsync()
    {
        string[] expected =
        [
            "workflow.runs.accepted", "workflow.runs.started", "workflow.runs.ended", "workflow.runs.active",
            "workflow.step.duration", "workflow.journal.flush.duration", "workflow.journal.flush.runs",
            "workflow.shards.owned", "workflow.shards.taken", "workflow.queue.age", "workflow.consumer.lag",
            "workflow.agent.call.duration", "workflow.agent.calls.open", "workflow.live.connections",
            "http.server.request.duration",
        ];
        await _platform.UntilAsync(
            "the metrics are exported", () => Task.FromResult(expected.All(_collector.Metrics.ContainsKey)));
        Assert.Equal("s", _collector.Metrics["workflow.step.duration"]);
        Assert.Equal("{run}", _collector.Metrics["workflow.runs.ended"]);
    }

    private static SeenSpan Below(List<SeenSpan> spans, SeenSpan parent, string name) =>
        Assert.Single(spans, span => span.Name == name && span.ParentId == parent.SpanId);

    private static SeenSpan One(List<SeenSpan> spans, string service, Func<SeenSpan, bool> which) =>
        Assert.Single(spans, span => span.Service == service && which(span));
}
