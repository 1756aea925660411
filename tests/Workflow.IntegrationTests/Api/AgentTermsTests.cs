using System.Net;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>What an agent is registered with beside its address.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AgentTermsTests(SmallApi small) : IClassFixture<SmallApi>
{
    private ApiHost Api => small.Host;

    [Theory]
    [InlineData("version", "\"2.3.1\"")]
    [InlineData("input_schema", """{"type":"object","required":["b","a"]}""")]
    [InlineData("output_schema", """{"properties":{"z":{},"a":true}}""")]
    [InlineData("retry", """{"delay":{"seconds":1},"backoff":{"linear":{}},"limit":{"attempt":{"count":3}}}""")]
    [InlineData("retry", """{"limit":{"duration":"PT1M"}}""")]
    [InlineData("rate_limit", """{"calls":60,"period_seconds":60}""")]
    [InlineData("health_check", """{"interval_seconds":10,"timeout_seconds":2,"path":"/healthz?deep=1"}""")]
    [InlineData("health_check", """{"interval_seconds":30,"timeout_seconds":5,"url":"http://other/health"}""")]
    public async Task Put_WhenItSaysMore_KeepsAndShowsItAsGiven(string member, string value)
    {
        var put = await Api.PutAgentAsync("Telling", $$"""{"endpoint": "http://host/x", "{{member}}": {{value}}}""");
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());

        var agent = await (await Api.Http.GetAsync("/api/v1/agents/Telling")).JsonAsync();
        Assert.Equal(value, agent.GetProperty(member).GetRawText());

        await Api.PutAgentAsync("Telling", """{"endpoint": "http://host/x"}""");
        Assert.True(await Api.QueryAsync<bool>($"select {member} is null from agents where name = 'Telling'"));
    }

    [Theory]
    [InlineData("input_schema", """{"type":"int"}""", "/input_schema/type")]
    [InlineData("output_schema", """{"properties":{"a":{"requird":[]}}}""", "/output_schema/properties/a/requird")]
    [InlineData("input_schema", "[]", "/input_schema")]
    [InlineData("retry", """{"delay":{"second":1},"limit":{"attempt":{"count":3}}}""", "/retry/delay/second")]
    [InlineData("retry", """{"delay":{"seconds":1}}""", "/retry/limit")]
    [InlineData("retry", """{"when":"${ true }","limit":{"attempt":{"count":3}}}""", "/retry/when")]
    [InlineData("retry", """{"delay":"${ .wait }","limit":{"attempt":{"count":3}}}""", "/retry")]
    [InlineData("rate_limit", """{"calls":0,"period_seconds":60}""", "/rate_limit/calls")]
    [InlineData("rate_limit", """{"calls":1}""", "/rate_limit/period_seconds")]
    [InlineData("health_check", "{}", "/health_check")]
    [InlineData("health_check", """{"path":"/a","url":"http://b"}""", "/health_check")]
    [InlineData("health_check", """{"path":"//elsewhere/x"}""", "/health_check/path")]
    [InlineData("health_check", """{"url":"ftp://b"}""", "/health_check/url")]
    [InlineData("health_check", """{"path":"/a","timeout_seconds":61}""", "/health_check/timeout_seconds")]
    public async Task Put_WhenOneOfThemIsWrong_NamesThePlace(string member, string value, string pointer)
    {
        var put = await Api.PutAgentAsync("Mistaken", $$"""{"endpoint": "http://host/x", "{{member}}": {{value}}}""");

        var problem = await put.ProblemAsync(422, "invalid-body");
        Assert.Contains(pointer, problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from agents where name = 'Mistaken'"));
    }

    [Theory]
    [InlineData("rate_limit", """{"calls":1,"period_seconds":1}""")]
    [InlineData("health_check", """{"url":"http://host/health"}""")]
    public async Task Put_WhenNoBridgeCallsIt_TakesNothingThatABridgeDoes(string member, string value)
    {
        var put = await Api.PutAgentAsync("Reader", $$"""{"transport": "kafka", "{{member}}": {{value}}}""");
        var problem = await put.ProblemAsync(422, "invalid-body");
        Assert.Equal($"/{member}", problem.GetProperty("errors").EnumerateArray().Single().Text("pointer"));
    }

    [Fact]
    public async Task Put_WhenItIsConditional_CountsEveryMember()
    {
        var first = await Api.PutAgentAsync("Tagged", """{"endpoint": "http://host/x", "version": "1"}""");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var before = (await Api.Http.GetAsync("/api/v1/agents/Tagged")).Headers.ETag;
        await Api.PutAgentAsync("Tagged", """{"endpoint": "http://host/x", "version": "2"}""");
        Assert.NotEqual(before, (await Api.Http.GetAsync("/api/v1/agents/Tagged")).Headers.ETag);
    }
}
