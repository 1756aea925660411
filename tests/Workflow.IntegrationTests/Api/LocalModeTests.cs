using System.Net;
using System.Net.Http.Headers;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>An API for this machine alone: no token is needed, and browsers on it are no way in.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LocalModeTests(SmallApi small) : IClassFixture<SmallApi>
{
    private const string Anything = "/api/v1/consumers";

    private ApiHost Api => small.Host;

    [Fact]
    public async Task Call_WhenThereIsNoToken_IsTheAdminLocals()
    {
        Assert.Equal(HttpStatusCode.OK, (await Api.Http.GetAsync(Anything)).StatusCode);
        var id = await Api.RegisterAsync(Documents.Local("owned-locally"));
        Assert.Equal("local", await Api.QueryAsync<string>(
            $"select owner_id from workflow_definitions where id = '{id}'"));
    }

    [Fact]
    public async Task Call_WhenThereIsAToken_TheTokenCounts()
    {
        await (await Api.ClientOf("alice").GetAsync(Anything)).ProblemAsync(403, "admin-only");
        var answer = await Api.With("a.b.c").Http.GetAsync(Anything);
        await answer.ProblemAsync(401, "invalid-token");
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("attacker.example")]
    [InlineData("attacker.example:8000")]
    [InlineData("localhost.attacker.example")]
    [InlineData("127.0.0.1.attacker.example")]
    [InlineData("192.168.1.7")]
    public async Task Call_WhenTheHostIsAnotherName_Returns403(string host)
    {
        await (await SendAsync(request => request.Headers.Host = host)).ProblemAsync(403, "cross-site-request");
        var answer = await SendAsync(request =>
        {
            request.Headers.Host = host;
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestToken.Of("root", "admin"));
        });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:8000")]
    [InlineData("workflow.localhost")]
    public async Task Call_WhenTheHostIsThisMachine_Answers(string host) => Assert.Equal(
        HttpStatusCode.OK, (await SendAsync(request => request.Headers.Host = host)).StatusCode);

    [Theory]
    [InlineData("https://attacker.example")]
    [InlineData("null")]
    [InlineData("http://localhost:3000")]
    [InlineData("http://127.0.0.1.attacker.example")]
    public async Task Call_WhenItComesFromAnotherPage_Returns403(string origin)
    {
        var answer = await SendAsync(request => request.Headers.Add("Origin", origin));
        await answer.ProblemAsync(403, "cross-site-request");
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/workflows")
        {
            Content = new StringContent(Documents.Local("forged")),
        };
        request.Headers.Add("Origin", origin);
        await (await Api.Http.SendAsync(request)).ProblemAsync(403, "cross-site-request");
        Assert.Equal(0, await Api.QueryAsync<long>(
            "select count(*) from workflow_definitions where name = 'forged'"));
    }

    [Fact]
    public async Task Call_WhenItComesFromItsOwnPage_Answers()
    {
        var own = Api.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        Assert.Equal(
            HttpStatusCode.OK, (await SendAsync(request => request.Headers.Add("Origin", own))).StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    public async Task Call_WhenAProxyPassesItOn_NeedsAToken(string header, string value) =>
        await (await SendAsync(request => request.Headers.Add(header, value))).ProblemAsync(
            401, "authentication-required");

    [Fact]
    public async Task Preflight_WhenNoOriginIsAllowed_IsNotAnswered()
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/api/v1/workflows");
        request.Headers.Add("Origin", "https://console.example.com");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        var answer = await Api.Http.SendAsync(request);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.DoesNotContain(
            answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> SendAsync(Action<HttpRequestMessage> change)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Anything);
        change(request);
        return Api.Http.SendAsync(request);
    }
}
