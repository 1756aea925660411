using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Starts and reads whose caller waits for the end (<c>Prefer: wait</c>).</summary>
[Collection(PlatformCollection.Name)]
public sealed class EndWaitTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Greets = """
          - greet: { set: { greeting: '${ "Hello " + .name }' } }
        """;

    private const string Fails = """
          - refuse: { raise: { error: { type: /problems/test, status: 400, title: Refused } } }
        """;

    private LocalPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await LocalPlatform.StartAsync(postgres);

    public Task DisposeAsync() => _platform.DisposeAsync().AsTask();

    [Fact]
    public async Task Start_WhenTheCallerWaits_IsAnsweredWithTheEnd()
    {
        var greets = await _platform.RegisterAsync(Greets);
        var (completed, applied, body) = await ExecuteAsync(greets, "wait=60, respond-async", new { name = "Ann" });
        Assert.Equal((HttpStatusCode.OK, "wait=60"), (completed, applied));
        Assert.Equal("completed", body.GetProperty("status").GetString());
        Assert.Equal("Hello Ann", body.GetProperty("output_data").GetProperty("greeting").GetString());

        var (failed, _, end) = await ExecuteAsync(await _platform.RegisterAsync(Fails, "fails"), "wait=60");
        Assert.Equal((HttpStatusCode.OK, "failed"), (failed, end.GetProperty("status").GetString()));
        Assert.Contains("Refused", end.GetProperty("error_message").GetString(), StringComparison.Ordinal);

        var (whole, _, execution) = await PostAsync(
            "/api/v1/executions", "wait=60",
            new { type = "workflow", target_id = greets, inputs = new { name = new string('x', 100_000) } });
        Assert.Equal((HttpStatusCode.OK, "completed"), (whole, execution.GetProperty("status").GetString()));
        Assert.Equal(100_006, execution.GetProperty("outputs").GetProperty("greeting").GetString()!.Length);
    }

    [Fact]
    public async Task Start_WhenTheEndDoesNotComeInTime_IsAnsweredAsAccepted()
    {
        var (agent, waits) = await SlowAsync();

        var (accepted, applied, body) = await ExecuteAsync(waits, "wait=1", key: "one");
        var (plain, none, _) = await ExecuteAsync(waits, "wait=0");
        var repeated = ExecuteAsync(waits, "wait=60", key: "one");
        agent.Release();
        var (ended, _, end) = await repeated;

        Assert.Equal((HttpStatusCode.Accepted, "wait=1"), (accepted, applied));
        Assert.Equal("pending", body.GetProperty("status").GetString());
        Assert.Equal((HttpStatusCode.Accepted, null), (plain, none));
        Assert.Equal((HttpStatusCode.OK, "completed"), (ended, end.GetProperty("status").GetString()));
        Assert.Equal(
            body.GetProperty("execution_id").GetGuid(), end.GetProperty("execution_id").GetGuid());
    }

    [Fact]
    public async Task Start_WhenTheEventOfTheEndIsLost_IsAnsweredByTheLookAtTheDatabase()
    {
        var (agent, waits) = await SlowAsync();
        var answer = ExecuteAsync(waits, "wait=60");
        await _platform.UntilAsync("the agent is called", () => Task.FromResult(agent.Calls == 1));

        _platform.Broker.Down();
        await _platform.ScalarAsync<string>(
            "update workflow_runs set status = 'FAILED', revision = revision + 1, error_message = 'by hand', "
            + "completed_at = now() returning status");
        var (status, _, end) = await answer;

        Assert.Equal((HttpStatusCode.OK, "by hand"), (status, end.GetProperty("error_message").GetString()));
        agent.Release();
    }

    [Fact]
    public async Task Start_WhenTheApiStopsMeanwhile_IsAnsweredAsAccepted()
    {
        var (agent, waits) = await SlowAsync();
        var answer = ExecuteAsync(waits, "wait=600");
        await _platform.UntilAsync("the agent is called", () => Task.FromResult(agent.Calls == 1));

        var stopped = _platform.Api.TerminateAsync();
        var (status, _, body) = await answer;

        Assert.Equal((HttpStatusCode.Accepted, "pending"), (status, body.GetProperty("status").GetString()));
        Assert.Equal(0, await stopped);
        agent.Release();
    }

    [Theory]
    [InlineData("/api/v1/executions/{0}")]
    [InlineData("/api/workflows/executions/{0}")]
    [InlineData("/api/executions/{0}/status")]
    public async Task Read_WhenTheCallerWaits_IsAnsweredWhenTheRunHasEnded(string path)
    {
        var (agent, waits) = await SlowAsync();
        var (_, _, started) = await ExecuteAsync(waits, "wait=0");
        var run = string.Format(null, path, started.GetProperty("execution_id").GetGuid());
        await _platform.UntilAsync("the agent is called", () => Task.FromResult(agent.Calls == 1));

        var open = await GetAsync(run, "wait=1");
        var read = GetAsync(run, "wait=60");
        agent.Release();

        Assert.Equal((HttpStatusCode.OK, "wait=1", "running"), open);
        Assert.Equal((HttpStatusCode.OK, "wait=60", "completed"), await read);
        Assert.Equal((HttpStatusCode.OK, "wait=60", "completed"), await GetAsync(run, "wait=60"));
        Assert.Equal((HttpStatusCode.OK, null, "completed"), await GetAsync(run, "respond-async"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await GetAsync(run, "wait=soon")).Status);
        Assert.Equal(
            (HttpStatusCode.NotFound, null, null),
            await GetAsync(string.Format(null, path, Guid.CreateVersion7()), "wait=60"));
    }

    [Fact]
    public async Task Read_WhenTheApiStopsMeanwhile_IsAnsweredWithHowTheRunIs()
    {
        var (agent, waits) = await SlowAsync();
        var (_, _, started) = await ExecuteAsync(waits, "wait=0");
        await _platform.UntilAsync("the agent is called", () => Task.FromResult(agent.Calls == 1));
        var read = GetAsync($"/api/v1/executions/{started.GetProperty("execution_id").GetGuid()}", "wait=600");
        await _platform.UntilAsync(
            "the run is read", async () => await _platform.ScalarAsync<long>("""
                select count(*) from pg_stat_activity
                 where datname = current_database() and state = 'idle'
                   and query like 'select r.run_id, r.owner_id, r.workflow_id, r.status, r.revision, r.total_steps%'
                """) > 0);

        var stopped = _platform.Api.TerminateAsync();

        Assert.Equal((HttpStatusCode.OK, "wait=60", "running"), await read);
        Assert.Equal(0, await stopped);
        agent.Release();
    }

    /// <summary>A workflow that waits for an agent until that is let go.</summary>
    private async Task<(HeldAgent Agent, Guid Workflow)> SlowAsync() => (
        await HeldAgent.RegisterAsync(_platform, "Slow"),
        await _platform.RegisterAsync("""
              - ask: { call: Slow }
            """));

    private async Task<(HttpStatusCode Status, string? Applied, string? State)> GetAsync(string path, string prefer)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Prefer", prefer);
        using var answer = await _platform.Http.SendAsync(request);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (
            answer.StatusCode, AppliedOf(answer),
            answer.IsSuccessStatusCode ? body.GetProperty("status").GetString() : null);
    }

    private Task<(HttpStatusCode Status, string? Applied, JsonElement Body)> ExecuteAsync(
        Guid workflow, string prefer, object? input = null, string? key = null) =>
        PostAsync($"/api/workflows/{workflow}/execute", prefer, new { input_data = input }, key);

    private async Task<(HttpStatusCode Status, string? Applied, JsonElement Body)> PostAsync(
        string path, string prefer, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Prefer", prefer);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await _platform.Http.SendAsync(request);
        Assert.NotEqual(true, answer.Headers.TransferEncodingChunked);
        return (answer.StatusCode, AppliedOf(answer), await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static string? AppliedOf(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Preference-Applied", out var values) ? values.Single() : null;
}
