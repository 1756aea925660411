using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class AgentAuthTests(SmallApi small, AccountApi accounts)
    : IClassFixture<SmallApi>, IClassFixture<AccountApi>
{
    private ApiHost Api => small.Host;

    [Theory]
    [InlineData("""{"type":"bearer","secret":"crm-key"}""")]
    [InlineData("""{"type":"basic","secret":"CRM_1","username":"bridge"}""")]
    [InlineData("""{"type":"header","secret":"k","header":"X-Api-Key"}""")]
    [InlineData("""{"type":"oauth2","secret":"k","token_endpoint":"https://login.example/t","client_id":"c"}""")]
    [InlineData("""
        {"type":"oauth2","secret":"k","token_endpoint":"https://l.example/t?a=1","client_id":"c","scope":"a b"}
        """)]
    public async Task Put_WhenItHasAuth_KeepsAndShowsIt(string auth)
    {
        await Api.PutAgentAsync("Guarded", """{"endpoint": "http://host"}""");
        var put = await Api.PutAgentAsync("Guarded", Body(auth));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        var agent = await (await Api.Http.GetAsync("/api/v1/agents/Guarded")).JsonAsync();
        Assert.Equal(Members(JsonDocument.Parse(auth).RootElement), Members(agent.GetProperty("auth")));
        Assert.StartsWith((await put.JsonAsync()).GetRawText().TrimEnd('}'), agent.GetRawText());

        await Api.PutAgentAsync("Guarded", """{"endpoint": "http://host", "auth": null}""");
        Assert.True(await Api.QueryAsync<bool>("select auth is null from agents where name = 'Guarded'"));
    }

    [Theory]
    [InlineData("""{}""", "/auth/type")]
    [InlineData("""{"type":"bearer"}""", "/auth/secret")]
    [InlineData("""{"type":"digest","secret":"k"}""", "/auth/type")]
    [InlineData("""{"type":"bearer","secret":"k","token":"t"}""", "/auth/token")]
    [InlineData("""{"type":"bearer","secret":"k","username":"u"}""", "/auth/username")]
    [InlineData("""{"type":"basic","secret":"k"}""", "/auth/username")]
    [InlineData("""{"type":"basic","secret":"k","username":"a:b"}""", "/auth/username")]
    [InlineData("""{"type":"header","secret":"k"}""", "/auth/header")]
    [InlineData("""{"type":"header","secret":"k","header":"X Key"}""", "/auth/header")]
    [InlineData("""{"type":"header","secret":"k","header":"Content-Length"}""", "/auth/header")]
    [InlineData("""{"type":"oauth2","secret":"k","client_id":"c"}""", "/auth/token_endpoint")]
    [InlineData("""{"type":"oauth2","secret":"k","token_endpoint":"https://l.example/t"}""", "/auth/client_id")]
    [InlineData("""{"type":"oauth2","secret":"k","client_id":"c","token_endpoint":"/t"}""", "/auth/token_endpoint")]
    [InlineData("""
        {"type":"oauth2","secret":"k","client_id":"c","token_endpoint":"https://l.example/t","scope":"a\nb"}
        """, "/auth/scope")]
    [InlineData("\"bearer\"", "/auth")]
    public async Task Put_WhenTheAuthIsWrong_NamesTheMember(string auth, string pointer)
    {
        var problem = await (await Api.PutAgentAsync("WrongAuth", Body(auth))).ProblemAsync(422, "invalid-body");
        Assert.Contains(pointer, problem.GetProperty("errors").EnumerateArray().Select(error => error.Text("pointer")));
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from agents where name = 'WrongAuth'"));
    }

    [Theory]
    [InlineData("sk/live.51H8s9d2KkAbCdEf")]
    [InlineData("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9eyJzdWIiOiIxMjM0NTY3ODkwIiwibm0")]
    public async Task Put_WhenASecretsValueIsInPlaceOfItsName_DoesNotRepeatIt(string value)
    {
        var answer = await Api.PutAgentAsync("Told", Body($$"""{"type":"bearer","secret":"{{value}}"}"""));
        var problem = await answer.ProblemAsync(422, "invalid-body");
        var error = problem.GetProperty("errors").EnumerateArray().Single();
        Assert.Equal("/auth/secret", error.Text("pointer"));
        Assert.Contains("name of the secret", error.Text("message"));
        Assert.DoesNotContain(value, problem.GetRawText());
    }

    [Fact]
    public async Task Put_WhenItIsForKafka_TakesNoAuth()
    {
        var answer = await Api.PutAgentAsync(
            "Native", """{"transport": "kafka", "auth": {"type":"bearer","secret":"k"}}""");
        var problem = await answer.ProblemAsync(422, "invalid-body");
        Assert.Equal("/auth", problem.GetProperty("errors").EnumerateArray().Single().Text("pointer"));
    }

    [Fact]
    public async Task R10_Put_WhenItHasAuth_IsForAdminsSinceAnyEndpointCouldBeSentTheSecret()
    {
        var (alice, admin) = (accounts.Host.As("alice"), accounts.Host.As("admin"));
        var body = Body("""{"type":"bearer","secret":"k"}""");
        await (await alice.PutAgentAsync("Hers", body)).ProblemAsync(403, "admin-only");
        await alice.PutAgentAsync("Hers", """{"endpoint": "http://host"}""");
        Assert.Equal(HttpStatusCode.OK, (await admin.PutAgentAsync("Hers", body)).StatusCode);

        await (await alice.PutAgentAsync("Hers", body.Replace("host", "hers"))).ProblemAsync(403, "admin-only");
        var agent = await (await alice.Http.GetAsync("/api/v1/agents/Hers")).JsonAsync();
        Assert.Equal("http://host k", $"{agent.Text("endpoint")} {agent.GetProperty("auth").Text("secret")}");
    }

    [Fact]
    public async Task Get_WhenTheAgentIsShared_HidesItsAuthFromOthers()
    {
        var (alice, admin) = (accounts.Host.As("alice"), accounts.Host.As("admin"));
        await admin.PutAgentAsync(
            "Common", """{"endpoint": "http://host", "shared": true, "auth": {"type":"bearer","secret":"k"}}""");

        var agent = await (await alice.Http.GetAsync("/api/v1/agents/Common")).JsonAsync();
        Assert.Equal(JsonValueKind.Null, agent.GetProperty("auth").ValueKind);
    }

    private static string Body(string auth) => $$"""{"endpoint": "http://host", "auth": {{auth}}}""";

    private static IEnumerable<string> Members(JsonElement auth) =>
        auth.EnumerateObject().Select(member => $"{member.Name}={member.Value}").Order();
}
