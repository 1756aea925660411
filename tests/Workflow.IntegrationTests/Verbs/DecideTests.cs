using System.Net;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>Operator verbs over HTTP: who may, and what is written.</summary>
[Collection(OwnerCollection.Name)]
public sealed class DecideTests(PostgresFixture postgres) : ApiTest(postgres)
{
    protected override bool HasAccounts => true;

    [Theory]
    [InlineData("complete")]
    [InlineData("skip")]
    [InlineData("fail")]
    public async Task Verb_WhenTheCallerIsNoAdmin_Returns403(string verb)
    {
        var run = await RunningAsync();

        var answer = await Api.As("alice").PostAsync(Path(run, verb), """{"step": "first"}""");

        await answer.ProblemAsync(403, "admin-only");
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from run_inbox"));
    }

    [Theory]
    [InlineData("complete", """{"step": "first", "output": {"x": 1}}""", """complete|{"x": 1}|""")]
    [InlineData("skip", """{"step": "/do/0/first", "iteration": "0", "attempt": 1, "reason": "late"}""", "skip||")]
    [InlineData("fail", """{"step": "first", "error": {"status": 504, "title": "Gone."}}""", "fail||504 Gone.")]
    public async Task R4_Verb_WhenTheStepIsUnderWay_OnlyAddsToTheInboxAndTheAudit(
        string verb, string body, string payload)
    {
        var run = await RunningAsync();

        var answer = await Api.As("admin").PostAsync(Path(run, verb), body);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(
            $$"""{"execution_id":"{{run}}","step_path":"/do/0/first","iteration":"0","attempt":1,"""
            + $"\"decision\":\"{verb}\"}}",
            (await answer.JsonAsync()).GetRawText());
        Assert.Equal($"operator|1@0@/do/0/first|{payload}", await Api.QueryAsync<string>("""
            select concat_ws('|', kind, unique_key, payload ->> 'verb', coalesce(payload ->> 'output', ''),
                             concat_ws(' ', payload -> 'error' ->> 'status', payload -> 'error' ->> 'title'))
              from run_inbox
            """));
        Assert.Equal($"admin|{verb}_step|alice|/do/0/first", await Api.QueryAsync<string>(
            "select concat_ws('|', who, verb, owner_id, detail ->> 'step_path') from audit_log"));
        Assert.Equal("RUNNING", await Api.QueryAsync<string>("select status from step_executions"));

        var again = await Api.As("admin").PostAsync(Path(run, "skip"), """{"step": "first"}""");
        await again.ProblemAsync(409, "step-decided");
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from audit_log"));
    }

    [Theory]
    [InlineData("""{"step": "second"}""", 409, "step-not-open", "/do/0/first (iteration 0)")]
    [InlineData("""{"step": "first", "iteration": "3"}""", 409, "step-not-open", "in iteration 3")]
    [InlineData("""{"step": "first", "attempt": 2}""", 409, "step-not-open", "attempt 2")]
    [InlineData("{}", 422, "invalid-body", "'step' is missing")]
    [InlineData("""{"step": "first", "error": {"status": 9}}""", 422, "invalid-body", "/error/status")]
    [InlineData("""{"step": "first", "error": {"code": 9}}""", 422, "invalid-body", "/error/code")]
    public async Task Verb_WhenItMakesNoSense_SaysWhy(string body, int status, string type, string detail)
    {
        var run = await RunningAsync();

        var problem = await (await Api.As("admin").PostAsync(Path(run, "fail"), body)).ProblemAsync(status, type);

        Assert.Contains(detail, problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_WhenSeveralIterationsAreUnderWay_AsksWhich()
    {
        var run = await RunningAsync();
        await Api.ExecuteAsync(
            $"insert into step_executions (run_id, step_path, iteration, step_id, step_type, status, started_at, "
            + $"began_revision) values ('{run}', '/do/0/first', '1', 'first', 'wait', 'RUNNING', now(), 0)");

        var problem = await (await Api.As("admin").PostAsync(Path(run, "skip"), """{"step": "first"}"""))
            .ProblemAsync(422, "ambiguous-step");

        Assert.Equal(2, problem.GetProperty("open").GetArrayLength());
    }

    [Fact]
    public async Task Verb_WhenTheRunHasEndedOrIsUnknown_IsRefused()
    {
        var run = await RunningAsync();
        await Api.ExecuteAsync("update workflow_runs set status = 'CANCELLED'");

        var ended = await Api.As("admin").PostAsync(Path(run, "skip"), """{"step": "first"}""");
        await ended.ProblemAsync(409, "execution-ended");
        var unknown = await Api.As("admin").PostAsync(Path(Guid.NewGuid(), "skip"), """{"step": "first"}""");
        await unknown.ProblemAsync(404, "execution-not-found");
    }

    private static string Path(Guid run, string verb) => $"/api/v1/executions/{run}/steps/{verb}";

    /// <summary>Alice's run, whose first step is under way.</summary>
    private async Task<Guid> RunningAsync()
    {
        var workflow = await Api.As("alice").RegisterAsync(Documents.Local());
        var answer = await (await Api.As("alice").StartAsync(workflow)).JsonAsync();
        var run = answer.GetProperty("execution_id").GetGuid();
        await Api.ExecuteAsync($"""
            update workflow_runs set status = 'RUNNING';
            insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, began_revision)
            values ('{run}', '/do/0/first', 'first', 'agent_execution', 'RUNNING', now(), 0)
            """);
        return run;
    }
}
