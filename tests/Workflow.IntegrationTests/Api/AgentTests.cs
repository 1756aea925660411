using System.Net;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class AgentTests(SmallApi small) : IClassFixture<SmallApi>
{
    private ApiHost Api => small.Host;

    [Fact]
    public async Task Put_WhenNewAndThenAgain_CreatesAndReplaces()
    {
        var created = await Api.PutAgentAsync("Greeter.v-1_a", """
            {"endpoint": "http://127.0.0.1:9001/greet", "transport": "http", "description": "Says hello",
             "timeout_seconds": 30, "max_concurrency": 2, "enabled": true}
            """);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(2, (await created.JsonAsync()).GetProperty("max_concurrency").GetInt32());
        var replaced = await Api.PutAgentAsync("Greeter.v-1_a", """{"transport": "kafka", "enabled": false}""");
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);

        var agent = await (await Api.Http.GetAsync("/api/v1/agents/Greeter.v-1_a")).JsonAsync();
        Assert.Equal(
            ["name", "transport", "endpoint", "tool", "description", "timeout_seconds", "max_concurrency", "auth",
                "enabled", "shared", "version", "input_schema", "output_schema", "retry", "rate_limit", "health_check",
                "created_at", "updated_at", "health"],
            agent.EnumerateObject().Select(member => member.Name));
        Assert.Equal("kafka", agent.Text("transport"));
        string[] members = ["endpoint", "description", "timeout_seconds", "max_concurrency", "enabled"];
        Assert.Equal(
            ["null", "null", "null", "null", "false"], members.Select(name => agent.GetProperty(name).GetRawText()));
    }

    [Theory]
    [InlineData("""{}""", "/endpoint")]
    [InlineData("""{"endpoint": "not a uri"}""", "/endpoint")]
    [InlineData("""{"endpoint": "/relative"}""", "/endpoint")]
    [InlineData("""{"endpoint": "ftp://host/x"}""", "/endpoint")]
    [InlineData("""{"endpoint": "http://user:secret@host/x"}""", "/endpoint")]
    [InlineData("""{"endpoint": 5}""", "/endpoint")]
    [InlineData("""{"transport": "kafka", "endpoint": "http://host"}""", "/endpoint")]
    [InlineData("""{"transport": "smoke"}""", "/transport")]
    [InlineData("""{"transport": "mcp", "tool": "search"}""", "/endpoint")]
    [InlineData("""{"transport": "mcp", "endpoint": "http://host/mcp"}""", "/tool")]
    [InlineData("""{"transport": "mcp", "endpoint": "http://host/mcp", "tool": " "}""", "/tool")]
    [InlineData("""{"endpoint": "http://host", "tool": "search"}""", "/tool")]
    [InlineData("""{"transport": "kafka", "tool": "search"}""", "/tool")]
    [InlineData("""{"endpoint": "http://host", "timeout_seconds": 0}""", "/timeout_seconds")]
    [InlineData("""{"endpoint": "http://host", "timeout_seconds": 1.5}""", "/timeout_seconds")]
    [InlineData("""{"endpoint": "http://host", "max_concurrency": 0}""", "/max_concurrency")]
    [InlineData("""{"endpoint": "http://host", "enabled": "yes"}""", "/enabled")]
    [InlineData("""{"endpoint": "http://host", "description": "a\u0000b"}""", "/description")]
    [InlineData("""{"endpoint": "http://host", "description": "\ud800"}""", "/description")]
    [InlineData("""{"endpoint": "http://host", "colour": "red"}""", "/colour")]
    public async Task Put_WhenTheBodyIsWrong_NamesTheMember(string body, string pointer)
    {
        var problem = await (await Api.PutAgentAsync("Wrong", body)).ProblemAsync(422, "invalid-body");
        Assert.Contains(pointer, problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from agents where name = 'Wrong'"));
    }

    [Theory]
    [InlineData("http")]
    [InlineData("mcp")]
    [InlineData("white%20space")]
    [InlineData("a%2Fb")]
    public async Task Put_WhenTheNameIsNotTaken_NamesTheRule(string name)
    {
        var answer = await Api.PutAgentAsync(name, """{"endpoint": "http://host"}""");
        Assert.Contains("letters", (await answer.ProblemAsync(422, "invalid-parameter")).Text("detail"));
    }

    [Fact]
    public async Task List_WhenThereAreSeveralPages_GoesThroughAll()
    {
        string[] names = ["A1", "A2", "A3"];
        foreach (var name in names.Reverse())
        {
            await Api.PutAgentAsync(name, """{"endpoint": "http://host"}""");
        }

        var listed = new List<string>();
        for (string? query = "limit=2"; query is not null;)
        {
            var page = await (await Api.Http.GetAsync($"/api/v1/agents?{query}")).JsonAsync();
            Assert.InRange(page.GetProperty("agents").GetArrayLength(), 1, 2);
            listed.AddRange(page.GetProperty("agents").EnumerateArray().Select(agent => agent.Text("name")));
            query = page.GetProperty("next").GetString() is { } next ? $"limit=2&after={next}" : null;
        }

        Assert.Equal(listed.Order(StringComparer.Ordinal), listed);
        Assert.Equal(names, listed.Where(names.Contains));
    }
}
