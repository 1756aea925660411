using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Signals;

/// <summary>Signals and decisions over HTTP: who may, what is written, what is refused.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SignalTests(AccountApi shared) : IClassFixture<AccountApi>
{
    private ApiHost Api => shared.Host;

    [Fact]
    public async Task R4_Signal_WhenTheRunIsOpen_OnlyAddsToItsInboxAndOnceForEachId()
    {
        var run = await RunAsync("PENDING");
        const string body = """
            {"specversion": "1.0", "type": "paid", "id": "p-1", "source": "https://shop.example", "subject": "order/1",
             "time": "2026-01-31T08:00:00Z", "datacontenttype": "application/json", "data": {"amount": 12.50}}
            """;

        var first = await SendAsync("alice", run, body, "application/cloudevents+json");
        var again = await SendAsync("alice", run, body);
        var named = await SendAsync("alice", run, """{"name": "plain"}""");

        Assert.Equal(
            $$"""{"execution_id":"{{run}}","id":"p-1","type":"paid","is_new":true}""",
            (await AcceptedAsync(first)).GetRawText());
        Assert.False((await AcceptedAsync(again)).GetProperty("is_new").GetBoolean());
        var drawn = (await AcceptedAsync(named)).Text("id");
        Assert.Equal(
            """
            signal:p-1 {"specversion":"1.0","id":"p-1","source":"https://shop.example","type":"paid",
            "subject":"order/1","datacontenttype":"application/json","sentby":"alice",
            "time":"2026-01-31T08:00:00.0000000+00:00","data":{"amount": 12.50}}
            """.ReplaceLineEndings(""), await Api.QueryAsync<string>(
                "select unique_key || ' ' || payload::text from run_inbox " +
                $"where run_id = '{run}' order by arrival"));
        Assert.Equal($"signal#{drawn}|/api|plain|", await Api.QueryAsync<string>($"""
            select concat_ws('|', unique_key, payload ->> 'source', payload ->> 'type',
                             coalesce(payload ->> 'data', ''))
              from run_inbox where run_id = '{run}' order by arrival desc
            """));
        Assert.Equal("PENDING|0", await Api.QueryAsync<string>(
            $"select status || '|' || revision from workflow_runs where run_id = '{run}'"));
    }

    [Theory]
    [InlineData("{}", "/type", "'type' is missing")]
    [InlineData("""{"type": "a", "name": "a"}""", "/type", "mean the same")]
    [InlineData("""{"type": "workflow.approval", "data": {"decision": "approve"}}""", "/type", "platform's own")]
    [InlineData("""{"type": "a", "specversion": "0.3"}""", "/specversion", "is \"0.3\"")]
    [InlineData("""{"type": "a", "extension": 1}""", "/extension", "is not known here")]
    public async Task Signal_WhenItsBodyIsWrong_SaysWhere(string body, string pointer, string message)
    {
        var answer = await SendAsync("alice", await RunAsync("RUNNING"), body);
        var problem = await answer.ProblemAsync(422, "invalid-body");

        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(pointer, error.Text("pointer"));
        Assert.Contains(message, error.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_WhenTheRunHasEndedOrIsSomebodyElses_IsRefused()
    {
        var run = await RunAsync("COMPLETED");
        await (await SendAsync("alice", run, """{"type": "a"}""")).ProblemAsync(409, "execution-ended");
        await (await SendAsync("bob", run, """{"type": "a"}""")).ProblemAsync(404, "execution-not-found");
        Assert.Equal(0, await Api.QueryAsync<long>($"select count(*) from run_inbox where run_id = '{run}'"));
    }

    [Fact]
    public async Task Approvals_WhenListed_AreTheCallersInPagesFromTheOldest()
    {
        Guid[] runs =
        [
            await WaitingAsync("0", "dora"), await WaitingAsync("1", "dora"), await WaitingAsync("0", "dora"),
        ];

        var found = new List<Guid>();
        var after = "";
        do
        {
            var page = await (await Api.As("dora").Http.GetAsync($"/api/v1/approvals?limit=2{after}")).JsonAsync();
            found.AddRange(page.GetProperty("approvals").EnumerateArray()
                .Select(each => each.GetProperty("execution_id").GetGuid()));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);

        Assert.Equal(runs, found);
        var one = await Api.As("admin").Http.GetAsync($"/api/v1/approvals?execution_id={runs[1]}");
        var item = (await one.JsonAsync()).GetProperty("approvals").EnumerateArray().Single();
        Assert.Equal(
            ("ok", "1", "Pay?", "dora"),
            (item.Text("step"), item.Text("iteration"), item.Text("title"), item.Text("owner_id")));
        Assert.Empty((await (await Api.As("bob").Http.GetAsync("/api/v1/approvals")).JsonAsync())
            .GetProperty("approvals").EnumerateArray());
    }

    [Fact]
    public async Task R4_Decision_WhenTheStepWaits_IsRecordedOnceWithWhoAndWhen()
    {
        var run = await WaitingAsync();
        var path = $"/api/v1/executions/{run}/approvals/ok";
        const string body = """{"decision": "reject", "comment": "Too much", "data": {"max": 5}}""";

        await (await Api.As("bob").PostAsync(path, body)).ProblemAsync(404, "execution-not-found");
        var answer = await AcceptedAsync(await Api.As("carol").PostAsync(path, body));
        await (await Api.As("carol").PostAsync(path, """{"decision": "approve"}""")).ProblemAsync(409, "step-decided");

        Assert.Equal(("reject", "carol"), (answer.Text("decision"), answer.Text("decided_by")));
        Assert.Equal(
            "approval:1@0@/do/0/ok|workflow.approval|reject|carol|Too much|5", await Api.QueryAsync<string>($"""
            select concat_ws('|', unique_key, payload ->> 'type', payload -> 'data' ->> 'decision',
                             payload -> 'data' ->> 'decided_by', payload -> 'data' ->> 'comment',
                             payload -> 'data' -> 'data' ->> 'max')
              from run_inbox where run_id = '{run}'
            """));
        Assert.Equal("carol reject Too much", await Api.QueryAsync<string>(
            $"select concat_ws(' ', who, verb, detail ->> 'reason') from audit_log where run_id = '{run}'"));
        var left = await (await Api.As("carol").Http.GetAsync($"/api/v1/approvals?execution_id={run}")).JsonAsync();
        Assert.Empty(left.GetProperty("approvals").EnumerateArray());
    }

    [Fact]
    public async Task Decision_WhenTheStepsTimeIsUp_IsRefused()
    {
        var run = await WaitingAsync();
        await Api.ExecuteAsync(
            $"update open_approvals set expires_at = now() - interval '1 s' where run_id = '{run}'");

        var answer = await Api.As("carol").PostAsync(
            $"/api/v1/executions/{run}/approvals/ok", """{"decision": "approve"}""");

        await answer.ProblemAsync(409, "step-not-open");
    }

    [Theory]
    [InlineData("update step_executions set status = 'COMPLETED' where run_id = 'ID'")]
    [InlineData("update step_executions set status = 'CANCELLED' where run_id = 'ID'")]
    public async Task Approval_WhicheverStatementEndsTheStep_IsClosed(string sql)
    {
        var run = await WaitingAsync();
        await Api.ExecuteAsync(sql.Replace("ID", $"{run}", StringComparison.Ordinal));
        Assert.Equal(0, await Api.QueryAsync<long>($"select count(*) from open_approvals where run_id = '{run}'"));
    }

    private static async Task<JsonElement> AcceptedAsync(HttpResponseMessage answer)
    {
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private Task<HttpResponseMessage> SendAsync(string user, Guid run, string body, string type = "application/json") =>
        Api.As(user).PostAsync($"/api/v1/executions/{run}/signals", body, type);

    private async Task<Guid> RunAsync(string status, string user = "alice")
    {
        var run = Guid.CreateVersion7();
        await Api.ExecuteAsync(
            "insert into workflow_runs (run_id, workflow_name, owner_id, shard, status) " +
            $"values ('{run}', 'w', '{user}', 0, '{status}')");
        return run;
    }

    /// <summary>A run that waits for a decision.</summary>
    private async Task<Guid> WaitingAsync(string iteration = "0", string user = "carol")
    {
        var run = await RunAsync("RUNNING", user);
        await Api.ExecuteAsync($$$"""
            insert into step_executions (run_id, step_path, iteration, step_id, step_type, status, started_at,
                                         began_revision, metadata)
            values ('{{{run}}}', '/do/0/ok', '{{{iteration}}}', 'ok', 'wait', 'RUNNING', now(), 1,
                    '{"listen": {}, "approval": {"title": "Pay?", "prompt": null}}')
            """);
        return run;
    }
}
