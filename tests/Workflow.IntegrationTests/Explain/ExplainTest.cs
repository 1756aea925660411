using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Explain;

/// <summary>An API with low limits for all tests of a class.</summary>
public sealed class ExplainApi(PostgresFixture postgres) : ApiTest(postgres)
{
    public ApiHost Host => Api;

    protected override string[] Settings => ["--WORKFLOW_EXPLAIN_QUEUE_ROWS_MAX=5", "--WORKFLOW_EXPLAIN_STEPS_MAX=3"];
}

/// <summary>Runs that are put where a test wants them, and processes that left or did not leave signs of
/// life.</summary>
public abstract class ExplainTest(ExplainApi shared) : IClassFixture<ExplainApi>, IAsyncLifetime
{
    private const string Document = """
        document: {dsl: '1.0.0', namespace: tests, name: explained, version: '1.0.0'}
        timeout: {after: PT10H}
        do:
          - local: {set: {a: 1}}
          - guard:
              try:
                - ask:
                    call: Explained
                    timeout: {after: PT1H}
              catch:
                retry: {delay: PT1M, limit: {attempt: {count: 3}}}
          - nap: {wait: PT1H}
        """;

    protected ApiHost Api => shared.Host;

    public Task InitializeAsync() => Api.ExecuteAsync(
        "truncate workflow_runs, step_executions, run_inbox, shards, consumers, audit_log");

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A run of shard 3 with its workflow and agent registered.</summary>
    protected async Task<Guid> StartAsync()
    {
        await Api.PutAgentAsync("Explained", """{"endpoint": "http://127.0.0.1:9/x", "timeout_seconds": 7200}""");
        var answer = await (await Api.StartAsync(await Api.RegisterAsync(Document))).JsonAsync();
        var run = answer.GetProperty("execution_id").GetGuid();
        await Api.ExecuteAsync($"update workflow_runs set shard = 3 where run_id = '{run}'");
        return run;
    }

    protected async Task<Guid> StartRunningAsync()
    {
        var run = await StartAsync();
        await ConsumerAsync();
        await OwnAsync();
        await BridgeAsync();
        await Api.ExecuteAsync($"""
            update workflow_runs set status = 'RUNNING', started_at = now() - interval '2 min', revision = 1
             where run_id = '{run}'
            """);
        return run;
    }

    /// <param name="silentFor">Unless a test says it, no test lasts so long that the process counts as
    /// silent.</param>
    protected Task ConsumerAsync(string id = "owner", string silentFor = "-1 h") =>
        ProcessAsync(id, "consumer", silentFor);

    protected Task BridgeAsync(string silentFor = "-1 h") => ProcessAsync("bridge", "bridge", silentFor);

    protected Task OwnAsync(string? owner = "owner", long epoch = 1) => Api.ExecuteAsync($"""
        insert into shards (shard, epoch, token, owner, taken_at)
        values (3, {epoch}, gen_random_uuid(), {(owner is null ? "null" : $"'{owner}'")}, now() - interval '3 min')
        on conflict (shard) do update set owner = excluded.owner, epoch = excluded.epoch
        """);

    protected Task StepAsync(
        Guid run, string path, string id, string type, string more = "", string values = "", string began = "1 min") =>
        Api.ExecuteAsync($"""
            insert into step_executions
                (run_id, step_path, step_id, step_type, status, started_at, began_revision {more})
            values ('{run}', '{path}', '{id}', '{type}', 'RUNNING', now() - interval '{began}', 1 {values})
            """);

    protected async Task<JsonElement> ExplainAsync(Guid run) =>
        await (await Api.Http.GetAsync($"/api/v1/executions/{run}/explain")).JsonAsync();

    /// <summary>The codes in order, separated by blanks.</summary>
    protected static string Codes(JsonElement explanation) => string.Join(
        ' ', explanation.GetProperty("reasons").EnumerateArray().Select(reason => reason.Text("code")));

    protected static JsonElement ReasonOf(JsonElement explanation, string code) => Assert.Single(
        explanation.GetProperty("reasons").EnumerateArray(), reason => reason.Text("code") == code);

    protected static JsonElement FactsOf(JsonElement explanation, string code) =>
        ReasonOf(explanation, code).GetProperty("facts");

    private Task ProcessAsync(string id, string kind, string silentFor) => Api.ExecuteAsync($"""
        insert into consumers (id, kind, host, pid, seen_at)
        values ('{id}', '{kind}', 'here', 1, now() - interval '{silentFor}')
        """);
}
