using System.Net;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>Reading what was done to a run.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AuditTests(PostgresFixture postgres) : ApiTest(postgres)
{
    [Fact]
    public async Task Audit_WhenTheRunWasCancelled_SaysWhoAndWhy()
    {
        var run = await StartAsync();
        await Api.PostAsync($"/api/v1/executions/{run}/cancel", """{"reason": "by mistake"}""");

        var page = await (await Api.Http.GetAsync($"/api/v1/executions/{run}/audit")).JsonAsync();

        var entry = Assert.Single(page.GetProperty("entries").EnumerateArray());
        Assert.Equal(
            $"local cancel {run}", $"{entry.Text("who")} {entry.Text("verb")} {entry.Text("execution_id")}");
        var detail = entry.GetProperty("detail");
        Assert.Equal("pending by mistake", $"{detail.Text("stage")} {detail.Text("reason")}");
        Assert.Equal(32, entry.Text("request_id").Length);
    }

    [Fact]
    public async Task Audit_WhenThereIsMuch_ComesInPagesTheNewestFirst()
    {
        var run = await StartAsync();
        await Api.ExecuteAsync($"""
            insert into audit_log (who, verb, run_id, detail)
            select 'somebody', 'verb' || n, '{run}', '{"{}"}' from generate_series(1, 5) as n
            """);
        var seen = new List<string>();
        for (var after = ""; after is not null;)
        {
            var page = await (await Api.Http.GetAsync($"/api/v1/executions/{run}/audit?limit=2{after}")).JsonAsync();
            seen.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => entry.Text("verb")));
            after = page.GetProperty("next").GetString() is { } next ? $"&after={next}" : null;
        }

        Assert.Equal(["verb5", "verb4", "verb3", "verb2", "verb1"], seen);
        var answer = await Api.Http.GetAsync($"/api/v1/executions/{run}/audit?after=eA");
        await answer.ProblemAsync(422, "invalid-parameter");
    }

    [Fact]
    public async Task Audit_WhenAskedForAll_IsForAdminsAndTakesFilters()
    {
        await using var accounts = await ApiHost.StartWithAccountsAsync(await Postgres.CreateDatabaseAsync());
        await accounts.ExecuteAsync("""
            insert into audit_log (who, verb, run_id) values
                ('alice', 'cancel', '0190a000-0000-7000-8000-000000000001'),
                ('bob', 'cancel', '0190a000-0000-7000-8000-000000000002'),
                ('alice', 'delete_workflow', null)
            """);

        await (await accounts.As("alice").Http.GetAsync("/api/v1/audit")).ProblemAsync(403, "admin-only");
        Assert.Equal("delete_workflow cancel cancel", await VerbsAsync(""));
        Assert.Equal("delete_workflow cancel", await VerbsAsync("?who=alice"));
        Assert.Equal("cancel cancel", await VerbsAsync("?verb=cancel"));
        Assert.Equal("cancel", await VerbsAsync("?execution_id=0190a000-0000-7000-8000-000000000002"));
        var wrong = await accounts.As("admin").Http.GetAsync("/api/v1/audit?user=alice");
        await wrong.ProblemAsync(422, "invalid-parameter");

        async Task<string> VerbsAsync(string query)
        {
            var page = await (await accounts.As("admin").Http.GetAsync("/api/v1/audit" + query)).JsonAsync();
            return string.Join(' ', page.GetProperty("entries").EnumerateArray().Select(entry => entry.Text("verb")));
        }
    }

    [Fact]
    public async Task R10_Audit_WhenTheRunIsSomebodyElses_Returns404()
    {
        var run = await StartAsync();
        var answer = await Api.ClientOf("bob").GetAsync($"/api/v1/executions/{run}/audit");

        await answer.ProblemAsync(404, "execution-not-found");
    }

    private async Task<Guid> StartAsync()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var answer = await Api.StartAsync(workflow);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return (await answer.JsonAsync()).GetProperty("execution_id").GetGuid();
    }
}
