using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>Two users and an admin (R10).</summary>
[Collection(PostgresCollection.Name)]
public sealed class OwnershipTests(AccountApi accounts) : IClassFixture<AccountApi>
{
    private ApiHost Alice => accounts.Host.As("alice");

    private ApiHost Bob => accounts.Host.As("bob");

    private ApiHost Admin => accounts.Host.As("admin");

    [Fact]
    public async Task R10_Workflows_WhenTheyAreSomebodyElses_AreNotThere()
    {
        var hers = await Alice.RegisterAsync(Documents.Local("same"));
        var his = await Bob.RegisterAsync(Documents.Local("same"));
        Assert.NotEqual(hers, his);

        await (await Bob.Http.GetAsync($"/api/v1/workflows/{hers}")).ProblemAsync(404, "workflow-not-found");
        await (await Bob.StartAsync(hers)).ProblemAsync(404, "workflow-not-found");
        Assert.DoesNotContain(hers, await WorkflowsAsync(Bob));
        Assert.Contains(hers, await WorkflowsAsync(Alice));

        Assert.Equal(HttpStatusCode.OK, (await Admin.Http.GetAsync($"/api/v1/workflows/{hers}")).StatusCode);
        var all = await WorkflowsAsync(Admin);
        Assert.Contains(hers, all);
        Assert.Contains(his, all);
        Assert.Equal(all.Distinct().Count(), all.Count);
    }

    [Theory]
    [InlineData("/api/workflows/executions/{0}")]
    [InlineData("/api/executions/{0}/steps")]
    public async Task R10_Runs_WhenTheyAreSomebodyElses_AreNotThere(string path)
    {
        var run = await StartAsync(Alice, await Alice.RegisterAsync(Documents.Local("private")));
        var uri = string.Format(path, run);
        Assert.Equal(HttpStatusCode.OK, (await Alice.Http.GetAsync(uri)).StatusCode);
        await (await Bob.Http.GetAsync(uri)).ProblemAsync(404, "execution-not-found");
        Assert.Equal(HttpStatusCode.OK, (await Admin.Http.GetAsync(uri)).StatusCode);
    }

    [Fact]
    public async Task R10_Start_WhenAnAdminStartsAnothersWorkflow_TheRunIsTheAdmins()
    {
        var run = await StartAsync(Admin, await Alice.RegisterAsync(Documents.Local("hers")));
        Assert.Equal("admin", await Alice.QueryAsync<string>(
            $"select owner_id from workflow_runs where run_id = '{run}'"));
        await (await Alice.Http.GetAsync($"/api/workflows/executions/{run}")).ProblemAsync(404, "execution-not-found");
    }

    [Fact]
    public async Task R10_Keys_WhenTwoUsersChooseTheSameIdempotencyKey_DoNotMeet()
    {
        var hers = await Alice.StartAsync(await Alice.RegisterAsync(Documents.Local("keyed")), key: "one");
        var his = await Bob.StartAsync(await Bob.RegisterAsync(Documents.Local("keyed")), key: "one");
        Assert.Equal(HttpStatusCode.Accepted, his.StatusCode);
        Assert.NotEqual((await hers.JsonAsync()).Text("execution_id"), (await his.JsonAsync()).Text("execution_id"));
    }

    [Fact]
    public async Task R10_Agents_WhenTheyAreSomebodyElses_AreNotThere()
    {
        await Alice.PutAgentAsync("Hers", """{"endpoint": "http://host"}""");
        await (await Bob.Http.GetAsync("/api/v1/agents/Hers")).ProblemAsync(404, "agent-not-found");
        await (await Bob.PutAgentAsync("Hers", """{"endpoint": "http://other"}""")).ProblemAsync(
            409, "agent-name-taken");
        Assert.DoesNotContain("Hers", await AgentsAsync(Bob));
        Assert.Contains("Hers", await AgentsAsync(Alice));
        await (await Bob.PostAsync("/api/v1/workflows", Documents.Calling("Hers"), "application/yaml")).ProblemAsync(
            422, "unknown-agent");
        Assert.Equal("http://host", await Alice.QueryAsync<string>("select endpoint from agents where name = 'Hers'"));
    }

    [Fact]
    public async Task R10_Agents_WhenAnAdminChangesOne_ItStaysItsOwners()
    {
        await Alice.PutAgentAsync("Repaired", """{"endpoint": "http://host"}""");
        var answer = await Admin.PutAgentAsync("Repaired", """{"endpoint": "http://other"}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("alice http://other", await Alice.QueryAsync<string>(
            "select owner_id || ' ' || endpoint from agents where name = 'Repaired'"));
    }

    [Fact]
    public async Task Agents_WhenAnAdminSharesOne_CanBeCalledByAllButNotChanged()
    {
        await (await Alice.PutAgentAsync("Common", """{"endpoint": "http://host", "shared": true}""")).ProblemAsync(
            403, "admin-only");
        await Admin.PutAgentAsync("Common", """{"endpoint": "http://host", "shared": true}""");
        await Alice.RegisterAsync(Documents.Calling("Common"));

        var seen = await (await Alice.Http.GetAsync("/api/v1/agents/Common")).JsonAsync();
        Assert.Equal("True null", $"{seen.GetProperty("shared")} {seen.GetProperty("endpoint").GetRawText()}");
        Assert.Contains("Common", await AgentsAsync(Alice));
        await (await Alice.PutAgentAsync("Common", """{"endpoint": "http://mine"}""")).ProblemAsync(
            409, "agent-name-taken");
        await (await Alice.Http.DeleteAsync("/api/v1/agents/Common")).ProblemAsync(404, "agent-not-found");
        Assert.Equal("http://host", (await (await Admin.Http.GetAsync("/api/v1/agents/Common")).JsonAsync())
            .Text("endpoint"));
    }

    private static async Task<Guid> StartAsync(ApiHost user, Guid workflow)
    {
        var answer = await user.StartAsync(workflow);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return Guid.Parse((await answer.JsonAsync()).Text("execution_id"));
    }

    private static async Task<List<Guid>> WorkflowsAsync(ApiHost user) =>
        [.. (await PagesAsync(user, "workflows")).Select(each => Guid.Parse(each.Text("id")))];

    private static async Task<List<string>> AgentsAsync(ApiHost user) =>
        [.. (await PagesAsync(user, "agents")).Select(each => each.Text("name"))];

    private static async Task<List<JsonElement>> PagesAsync(ApiHost user, string list)
    {
        var rows = new List<JsonElement>();
        for (string? query = "limit=1"; query is not null;)
        {
            var page = await (await user.Http.GetAsync($"/api/v1/{list}?{query}")).JsonAsync();
            rows.AddRange(page.GetProperty(list).EnumerateArray());
            query = page.GetProperty("next").GetString() is { } next ? $"limit=1&after={next}" : null;
        }

        return rows;
    }
}
