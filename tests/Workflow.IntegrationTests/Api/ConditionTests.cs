using System.Net;
using System.Text;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>ETag, If-None-Match and If-Match of workflows and agents.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ConditionTests(SmallApi small) : IClassFixture<SmallApi>
{
    private const string Agent = """{"endpoint": "http://host"}""";

    private ApiHost Api => small.Host;

    [Fact]
    public async Task Get_WhenTheCallerHasItAlready_Answers304()
    {
        var path = $"/api/v1/workflows/{await Api.RegisterAsync(Documents.Local("tagged"))}";
        var tag = await TagAsync(path);

        var same = await SendAsync(HttpMethod.Get, path, null, ("If-None-Match", $"\"other\", W/{tag}"));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(tag, same.Headers.ETag!.ToString());
        Assert.Empty(await same.Content.ReadAsByteArrayAsync());

        var first = await TagAsync(path + "?version=1.0.0");
        await Api.RegisterAsync(Documents.Local("tagged", "1.1.0"));
        var changed = await SendAsync(HttpMethod.Get, path, null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first, await TagAsync(path + "?version=1.0.0"));
    }

    [Theory]
    [InlineData("GET", "If-None-Match", "unquoted")]
    [InlineData("PUT", "If-Match", "\"half")]
    [InlineData("DELETE", "If-Match", "")]
    public async Task Condition_WhenItIsNoTag_IsRefusedByName(string method, string header, string value)
    {
        var path = $"/api/v1/workflows/{await Api.RegisterAsync(Documents.Local("misspelt"))}";
        var answer = await SendAsync(new HttpMethod(method), path, Documents.Local("misspelt"), (header, value));
        Assert.Equal(header, (await answer.ProblemAsync(422, "invalid-parameter")).Text("parameter"));
    }

    [Fact]
    public async Task Put_WhenSomebodyElseWasFaster_Answers412AndKeepsNothing()
    {
        var id = await Api.RegisterAsync(Documents.Local("raced"));
        var path = $"/api/v1/workflows/{id}";
        var tag = await TagAsync(path);
        var first = await SendAsync(HttpMethod.Put, path, Documents.Local("raced", "1.1.0"), ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        var second = await SendAsync(HttpMethod.Put, path, Documents.Local("raced", "1.2.0"), ("If-Match", tag));
        Assert.Contains("GET " + path, (await second.ProblemAsync(412, "precondition-failed")).Text("detail"));
        var posted = await SendAsync(
            HttpMethod.Post, "/api/v1/workflows", Documents.Local("raced", "1.2.0"), ("If-Match", tag));
        await posted.ProblemAsync(412, "precondition-failed");
        var deleted = await SendAsync(HttpMethod.Delete, path, null, ("If-Match", tag));
        await deleted.ProblemAsync(412, "precondition-failed");

        Assert.Equal("1.0.0,1.1.0", await Api.QueryAsync<string>(
            $"select string_agg(version, ',' order by version) from workflow_versions where workflow_id = '{id}'"));
        Assert.Equal("1.1.0", (await (await Api.Http.GetAsync(path)).JsonAsync()).Text("latest_version"));
    }

    [Fact]
    public async Task Store_WhenSomebodyWasFasterAfterTheCheck_WritesNothing()
    {
        var id = await Api.RegisterAsync(Documents.Local("contended"));
        await Api.PutAgentAsync("Contended", Agent);
        var (definitions, agents) = (Api.Service<DefinitionStore>(), Api.Service<AgentStore>());
        var seen = (await definitions.FindAsync(null, id, null, default))!.Row;
        var agent = (await agents.FindAsync(null, "Contended", default))!;
        await Api.RegisterAsync(Documents.Local("contended", "1.1.0"));
        await Api.PutAgentAsync("Contended", """{"transport": "kafka"}""");

        var version = new NewDefinition("tests", "contended", "1.2.0", RawJson.FromText("{}"), 1);
        var expected = new ExpectedDefinition(id, seen.UpdatedAt);
        Assert.Equal(
            RegisterOutcome.Unexpected,
            (await definitions.RegisterAsync(seen.OwnerId, version, expected, default)).Outcome);
        Assert.False(await Api.Service<DefinitionHistory>().DeleteAsync(null, id, seen.UpdatedAt, default));
        Assert.Equal(PutOutcome.Unexpected, await agents.PutAsync(agent, null, agent.UpdatedAt, default));
        Assert.False(await agents.DeleteAsync(null, "Contended", agent.UpdatedAt, default));

        Assert.Equal("1.1.0 kafka", await Api.QueryAsync<string>($"""
            select d.latest_version || ' ' || a.transport
              from workflow_definitions d, agents a
             where d.id = '{id}' and a.name = 'Contended' and a.deleted_at is null
            """));
    }

    [Theory]
    [InlineData("*", 412)]
    [InlineData("\"x\"", 412)]
    [InlineData(null, 201)]
    public async Task Post_WhenTheWorkflowIsNewAndMustNotBe_Answers412(string? tag, int status)
    {
        var name = $"fresh-{status}-{tag?.Length ?? 0}";
        var answer = await SendAsync(
            HttpMethod.Post, "/api/v1/workflows", Documents.Local(name), tag is null ? [] : [("If-Match", tag)]);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 201 ? 1 : 0, await Api.QueryAsync<long>(
            $"select count(*) from workflow_definitions where name = '{name}'"));
    }

    [Fact]
    public async Task Post_WhenTheTagStillHolds_AddsTheVersion()
    {
        var path = $"/api/v1/workflows/{await Api.RegisterAsync(Documents.Local("held"))}";
        foreach (var (version, tag) in new[] { ("1.1.0", await TagAsync(path)), ("1.2.0", "*") })
        {
            var answer = await SendAsync(
                HttpMethod.Post, "/api/v1/workflows", Documents.Local("held", version), ("If-Match", tag));
            Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Agent_WhenTheTagIsOld_IsNeitherChangedNorDeleted()
    {
        const string path = "/api/v1/agents/Tagged";
        var unborn = await SendAsync(HttpMethod.Put, path, Agent, ("If-Match", "*"));
        await unborn.ProblemAsync(412, "precondition-failed");
        await Api.PutAgentAsync("Tagged", Agent);
        var tag = await TagAsync(path);
        var seen = await SendAsync(HttpMethod.Get, path, null, ("If-None-Match", tag));
        Assert.Equal(HttpStatusCode.NotModified, seen.StatusCode);

        var changed = await SendAsync(HttpMethod.Put, path, """{"transport": "kafka"}""", ("If-Match", tag));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var late = await SendAsync(HttpMethod.Put, path, Agent, ("If-Match", tag));
        await late.ProblemAsync(412, "precondition-failed");
        var deleted = await SendAsync(HttpMethod.Delete, path, null, ("If-Match", tag));
        await deleted.ProblemAsync(412, "precondition-failed");
        Assert.Equal("kafka", await Api.QueryAsync<string>("select transport from agents where name = 'Tagged'"));

        var last = await SendAsync(HttpMethod.Delete, path, null, ("If-Match", await TagAsync(path)));
        Assert.Equal(HttpStatusCode.NoContent, last.StatusCode);
    }

    private async Task<string> TagAsync(string path)
    {
        var tag = (await Api.Http.GetAsync(path)).Headers.ETag!;
        Assert.False(tag.IsWeak);
        return tag.Tag;
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null && method != HttpMethod.Get && method != HttpMethod.Delete)
        {
            var type = body.StartsWith('{') ? "application/json" : "application/yaml";
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Api.Http.SendAsync(request);
    }
}
