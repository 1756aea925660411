using System.Net;
using System.Text;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>New versions by PUT, lists of versions, checks without registration, and deletion.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DefinitionLifeTests(SmallApi small) : IClassFixture<SmallApi>
{
    private ApiHost Api => small.Host;

    [Fact]
    public async Task Put_WhenTheDocumentIsOfTheWorkflow_AddsAVersion()
    {
        var id = await Api.RegisterAsync(Documents.Local("put"));
        var answer = await PutAsync(id, Documents.Local("put", "2.0.0"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal($"{id} 2.0.0", $"{body.Text("id")} {body.Text("version")}");
        Assert.Equal(HttpStatusCode.OK, (await PutAsync(id, Documents.Local("put", "2.0.0"))).StatusCode);
        await (await PutAsync(id, Documents.Local("put", "2.0.0", "hi"))).ProblemAsync(409, "version-exists");
        await (await PutAsync(id, Documents.Calling("Nobody", "put"))).ProblemAsync(422, "unknown-agent");
        await (await PutAsync(id, "do: [")).ProblemAsync(422, "invalid-definition");
    }

    [Fact]
    public async Task Put_WhenTheDocumentIsOfAnotherWorkflow_NamesBoth()
    {
        var id = await Api.RegisterAsync(Documents.Local("mine"));
        var problem = await (await PutAsync(id, Documents.Local("other"))).ProblemAsync(422, "other-workflow");
        Assert.Equal("tests/mine tests/other", $"{problem.Text("expected")} {problem.Text("given")}");
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from workflow_definitions where name = 'other'"));
    }

    [Fact]
    public async Task Versions_WhenThereAreSeveralPages_ListTheNewestFirst()
    {
        var id = await Api.RegisterAsync(Documents.Local("many"));
        foreach (var version in new[] { "1.1.0", "0.9.0", "2.0.0", "1.2.0" })
        {
            await Api.RegisterAsync(Documents.Local("many", version));
        }

        var listed = new List<string>();
        for (string? query = "limit=2"; query is not null;)
        {
            var page = await (await Api.Http.GetAsync($"/api/v1/workflows/{id}/versions?{query}")).JsonAsync();
            listed.AddRange(page.GetProperty("versions").EnumerateArray().Select(one => one.Text("version")));
            query = page.GetProperty("next").GetString() is { } next ? $"limit=2&after={next}" : null;
        }

        Assert.Equal(["1.2.0", "2.0.0", "0.9.0", "1.1.0", "1.0.0"], listed);
        var wrong = await Api.Http.GetAsync($"/api/v1/workflows/{id}/versions?after=YQpi");
        await wrong.ProblemAsync(422, "invalid-parameter");
    }

    [Fact]
    public async Task Validate_WhenTheDefinitionIsGood_SumsItUpAndKeepsNothing()
    {
        await Api.PutAgentAsync("Checked", """{"endpoint": "http://host"}""");
        var answer = await ValidateAsync(Documents.Calling("Checked", "unkept"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            """{"name":"unkept","namespace":"tests","version":"1.0.0","task_count":2,"agents":["Checked"],"""
            + "\"warnings\":[]}",
            (await answer.JsonAsync()).GetRawText());
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from workflow_definitions where name = 'unkept'"));
    }

    [Fact]
    public async Task Validate_WhenTheDefinitionIsBad_TellsEveryError()
    {
        var bad = await ValidateAsync("""
            document: {dsl: '1.0.0', namespace: tests, name: bad, version: '1.0.0'}
            do:
              - first: {sing: loud}
              - second: {wait: {ages: 3}}
            """);
        var problem = await bad.ProblemAsync(422, "invalid-definition");
        Assert.True(problem.GetProperty("errors").GetArrayLength() >= 2);
        await (await ValidateAsync(Documents.Calling("Nobody"))).ProblemAsync(422, "unknown-agent");
        await (await ValidateAsync(new string(' ', 3_000))).ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task Delete_WhenDone_KeepsRunsAndDocumentsAndFreesTheName()
    {
        var id = await Api.RegisterAsync(Documents.Local("gone"));
        await Api.RegisterAsync(Documents.Local("gone", "1.1.0"));
        var run = (await (await Api.StartAsync(id, key: "before")).JsonAsync()).Text("execution_id");

        Assert.Equal(HttpStatusCode.NoContent, (await DeleteAsync(id)).StatusCode);

        var path = $"/api/v1/workflows/{id}";
        await (await Api.Http.GetAsync(path)).ProblemAsync(404, "workflow-not-found");
        await (await Api.Http.GetAsync(path + "/versions")).ProblemAsync(404, "workflow-not-found");
        await (await DeleteAsync(id)).ProblemAsync(404, "workflow-not-found");
        await (await PutAsync(id, Documents.Local("gone", "3.0.0"))).ProblemAsync(404, "workflow-not-found");
        await (await Api.StartAsync(id)).ProblemAsync(404, "workflow-not-found");
        Assert.Equal(run, (await (await Api.StartAsync(id, key: "before")).JsonAsync()).Text("execution_id"));
        var list = await (await Api.Http.GetAsync("/api/v1/workflows?limit=500")).JsonAsync();
        Assert.DoesNotContain("gone", list.GetProperty("workflows").EnumerateArray().Select(one => one.Text("name")));

        var kept = await (await Api.Http.GetAsync(path + "?version=1.1.0")).JsonAsync();
        Assert.NotNull(kept.GetProperty("deleted_at").GetString());
        Assert.Contains("hello", kept.GetProperty("document").GetRawText(), StringComparison.Ordinal);
        var execution = await (await Api.Http.GetAsync($"/api/workflows/executions/{run}")).JsonAsync();
        Assert.Equal(id, execution.GetProperty("workflow_id").GetGuid());

        var again = await Api.RegisterAsync(Documents.Local("gone", greeting: "anew"));
        Assert.NotEqual(id, again);
        kept = await (await Api.Http.GetAsync(path + "?version=1.1.0")).JsonAsync();
        Assert.Contains("hello", kept.GetProperty("document").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_WhenDeleted_IsUnknownAndItsNameStaysItsOwners()
    {
        await Api.PutAgentAsync("Deleted", """{"endpoint": "http://host"}""");
        Assert.Equal(HttpStatusCode.NoContent, (await Api.Http.DeleteAsync("/api/v1/agents/Deleted")).StatusCode);

        await (await Api.Http.DeleteAsync("/api/v1/agents/Deleted")).ProblemAsync(404, "agent-not-found");
        await (await Api.Http.GetAsync("/api/v1/agents/Deleted")).ProblemAsync(404, "agent-not-found");
        var list = await (await Api.Http.GetAsync("/api/v1/agents?limit=500")).JsonAsync();
        Assert.DoesNotContain(
            "Deleted", list.GetProperty("agents").EnumerateArray().Select(one => one.Text("name")));
        await (await ValidateAsync(Documents.Calling("Deleted"))).ProblemAsync(422, "unknown-agent");

        var taken = await Api.As("bob").PutAgentAsync("Deleted", """{"endpoint": "http://other"}""");
        await taken.ProblemAsync(409, "agent-name-taken");
        var revived = await Api.PutAgentAsync("Deleted", """{"endpoint": "http://host"}""");
        Assert.Equal(HttpStatusCode.Created, revived.StatusCode);
    }

    [Fact]
    public async Task R10_Workflow_WhenItIsSomebodyElses_IsNeitherChangedNorDeletedNorRead()
    {
        var id = await Api.RegisterAsync(Documents.Local("theirs"));
        var gone = await Api.RegisterAsync(Documents.Local("theirs-gone"));
        await Api.PutAgentAsync("TheirAgent", """{"endpoint": "http://host"}""");
        await DeleteAsync(gone);
        var bob = Api.ClientOf("bob");
        foreach (var answer in new[]
        {
            await bob.DeleteAsync($"/api/v1/workflows/{id}"),
            await PutAsync(id, Documents.Local("theirs", "2.0.0"), bob),
            await bob.GetAsync($"/api/v1/workflows/{id}/versions"),
            await bob.GetAsync($"/api/v1/workflows/{id}?version=1.0.0"),
            await bob.GetAsync($"/api/v1/workflows/{gone}?version=1.0.0"),
        })
        {
            await answer.ProblemAsync(404, "workflow-not-found");
        }

        await (await bob.DeleteAsync("/api/v1/agents/TheirAgent")).ProblemAsync(404, "agent-not-found");
        Assert.Equal("1.0.0", await Api.QueryAsync<string>(
            $"select string_agg(version, ',') from workflow_versions where workflow_id = '{id}'"));
    }

    private Task<HttpResponseMessage> PutAsync(Guid id, string document, HttpClient? client = null) =>
        (client ?? Api.Http).PutAsync(
        $"/api/v1/workflows/{id}", new StringContent(document, Encoding.UTF8, "application/yaml"));

    private Task<HttpResponseMessage> DeleteAsync(Guid id) => Api.Http.DeleteAsync($"/api/v1/workflows/{id}");

    private Task<HttpResponseMessage> ValidateAsync(string document) =>
        Api.PostAsync("/api/v1/workflows/validate", document, "application/yaml");
}
