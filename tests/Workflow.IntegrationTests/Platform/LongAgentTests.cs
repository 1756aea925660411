using System.Net;
using System.Text;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Bridge;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Agents that answer 202 and call back, on a whole platform.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class LongAgentTests(PostgresFixture postgres) : IAsyncLifetime
{
    private LocalPlatform _platform = null!;
    private TestAgent _agent = null!;
    private Guid _run;

    public async Task InitializeAsync()
    {
        _agent = await TestAgent.StartAsync();
        _platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_EXECUTION_AGENT_SILENCE_MAX_MS", "1000")]);
        using var body = new StringContent(
            $$"""{"endpoint": "{{_agent.Url}}/long", "timeout_seconds": 3600}""", Encoding.UTF8, "application/json");
        using var put = await _platform.Http.PutAsync("/api/v1/agents/Long", body);
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        var workflow = await _platform.RegisterAsync("  - ask: { call: Long }\n  - after: { set: { said: '${ . }' } }");
        _run = await _platform.StartRunAsync(workflow, new { n = 1 });
    }

    public async Task DisposeAsync()
    {
        await _platform.DisposeAsync();
        await _agent.DisposeAsync();
    }

    [Fact]
    public async Task R1_R3_Answer_WhenEveryProcessDiedAndTheBrokerLostAllMessagesMeanwhile_EndsTheRunAfterOneCall()
    {
        var call = await AcceptedAndParkedAsync();
        await Task.WhenAll(
            _platform.Bridge.KillAsync(), _platform.Consumers[0].KillAsync(), _platform.Api.KillAsync());
        _platform.LoseEveryMessage();
        _platform.ReplaceApi();

        // Nobody is there but the API: the answer is safe all the same.
        Assert.Equal(HttpStatusCode.OK, (await UntilAnsweredAsync(call, """{"label":"spam"}""")).StatusCode);
        _platform.StartBridge();
        _platform.StartConsumer();
        await _platform.UntilEndedAsync();

        Assert.Equal("""COMPLETED {"said": {"label": "spam"}}""", await OutcomeAsync());
        Assert.Equal(1, _agent.Count);
    }

    [Fact]
    public async Task R6_Cancel_WhenTheRunWaitsForALongAgent_ReachesTheAgent()
    {
        var call = await AcceptedAndParkedAsync();

        await _platform.CancelAsync(_run);
        var cancel = await _agent.NextCancelAsync();
        cancel.Reply("{}");

        Assert.Equal((call.TaskId, "ended"), (cancel.TaskId, cancel.Body.GetProperty("reason").GetString()));
        await (await CallBackAsync(call, "1")).ProblemAsync(410, "callback-closed");
    }

    [Fact]
    public async Task R3_Task_WhenItsAcceptanceLapses_IsGivenToTheAgentAgainWithItsCheckpoint()
    {
        var first = await _agent.NextAsync();
        // Before the 202: the acceptance must not lapse before the checkpoint is there.
        using var kept = await CallBackAsync(first, """{"checkpoint":{"page":3}}""", "application/x-ndjson");
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        first.Reply("""{"lifetime_seconds": 6}""", status: 202);
        await _platform.UntilSqlAsync("count(*) = 1 from accepted_tasks");

        var again = await _agent.NextAsync();
        again.Reply("\"done\"");
        await _platform.UntilEndedAsync();

        Assert.Equal(first.TaskId, again.TaskId);
        Assert.Equal(3, again.Body.GetProperty("checkpoint").GetProperty("page").GetInt32());
        Assert.Equal("""COMPLETED {"said": "done"}""", await OutcomeAsync());
    }

    [Fact]
    public async Task R3_Answer_WhenItComesBeforeThe202_EndsTheRunAfterOneCall()
    {
        var call = await _agent.NextAsync();

        await CallBackAsync(call, "1");
        await _platform.UntilEndedAsync();
        call.Reply("", status: 202);

        Assert.Equal("""COMPLETED {"said": 1}""", await OutcomeAsync());
        await CallBackAsync(call, "1");
        Assert.Equal(1, _agent.Count);
    }

    [Fact]
    public async Task Failure_WhenItIsCalledBack_FailsTheAttemptAsTheAgentSays()
    {
        var call = await AcceptedAndParkedAsync();

        await CallBackAsync(
            call, """{"title":"Broken","detail":"disk full","status":507}""", "application/problem+json");
        await _platform.UntilEndedAsync();

        Assert.Equal("507 disk full", await _platform.ScalarAsync<string>($"""
            select concat_ws(' ', error ->> 'status', error ->> 'detail') from workflow_runs where run_id = '{_run}'
            """));
    }

    private async Task<AgentCall> AcceptedAndParkedAsync()
    {
        var call = await _agent.NextAsync();
        call.Reply("", status: 202);
        await _platform.UntilSqlAsync(
            $"count(*) = 1 from workflow_runs where run_id = '{_run}' and wake_at > now()");
        return call;
    }

    /// <summary>Calls back until an API answers.</summary>
    private async Task<HttpResponseMessage> UntilAnsweredAsync(AgentCall call, string body)
    {
        HttpResponseMessage? answer = null;
        await _platform.UntilAsync("an API takes the answer", async () =>
        {
            try
            {
                answer = await CallBackAsync(call, body);
                return answer.StatusCode != HttpStatusCode.ServiceUnavailable;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return answer!;
    }

    private async Task<HttpResponseMessage> CallBackAsync(
        AgentCall call, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await _platform.Http.PostAsync(call.Body.GetProperty("callback_url").GetString(), content);
    }

    private Task<string> OutcomeAsync() => _platform.ScalarAsync<string>(
        $"select concat_ws(' ', status, output_data::jsonb) from workflow_runs where run_id = '{_run}'");
}
