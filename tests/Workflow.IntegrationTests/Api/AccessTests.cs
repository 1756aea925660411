using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using Workflow.Api.Accounts.Access;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>An API that asks everybody for a token.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AccessTests(AccountApi accounts) : IClassFixture<AccountApi>
{
    private const string Anything = "/api/v1/workflows";

    private ApiHost Api => accounts.Host;

    [Fact]
    public void Routes_WhenMapped_SayWhoMayCallThem() => Assert.DoesNotContain(
        Api.Service<EndpointDataSource>().Endpoints,
        endpoint => endpoint.Metadata.GetMetadata<AccessRule>() is null);

    [Fact]
    public async Task Document_WhenRead_TellsWhatEachRouteNeeds()
    {
        var document = await (await Api.Http.GetAsync("/openapi/v1.json")).JsonAsync();
        Assert.Equal(
            ["api_key", "token"], document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject()
                .Select(scheme => scheme.Name).Order());
        var paths = document.GetProperty("paths");
        var start = paths.GetProperty("/api/v1/executions").GetProperty("post");
        Assert.Equal(2, start.GetProperty("security").GetArrayLength());
        Assert.Equal("Needs: runs:write.", start.Text("description"));
        Assert.False(paths.GetProperty("/livez").GetProperty("get").TryGetProperty("security", out _));
    }

    [Fact]
    public async Task Call_WhenThereIsNoToken_Returns401WithAChallenge()
    {
        var answer = await Api.Http.GetAsync(Anything);
        await answer.ProblemAsync(401, "authentication-required");
        Assert.Equal("Bearer realm=\"workflow\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("Bearer abc", "three parts")]
    [InlineData("Bearer ", "Send it as")]
    [InlineData("Basic YWxpY2U6c2VjcmV0", "Send it as")]
    [InlineData("Bearer a.b.c", "base64url")]
    public async Task Call_WhenTheTokenIsBad_Returns401WithTheReason(string header, string reason)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Anything);
        request.Headers.TryAddWithoutValidation("Authorization", header);
        var answer = await Api.Http.SendAsync(request);
        var problem = await answer.ProblemAsync(401, "invalid-token");
        Assert.Contains(reason, problem.Text("detail"));
        Assert.Contains(
            $"error=\"invalid_token\", error_description=\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Call_WhenTheTokenIsExpiredOrForged_Returns401()
    {
        var expired = Api.With(TestToken.Of("alice", claims: ("exp", 1_300_819_380)));
        Assert.Contains("expired", (await (await expired.Http.GetAsync(Anything)).ProblemAsync(
            401, "invalid-token")).Text("detail"));
        var forged = Api.With(TestToken.Sign("""{"sub":"alice","exp":9999999999}""", new string('x', 32)));
        Assert.Contains("matches no key", (await (await forged.Http.GetAsync(Anything)).ProblemAsync(
            401, "invalid-token")).Text("detail"));
    }

    [Fact]
    public async Task Call_WhenSeveralTokensAreSent_Returns400()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Anything);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestToken.Of("alice"));
        request.Headers.Add("X-API-Key", "wfk_something");
        await (await Api.Http.SendAsync(request)).ProblemAsync(400, "several-credentials");
    }

    [Fact]
    public async Task Call_WhenTheScopeDoesNotAllowIt_Returns403WithTheScope()
    {
        var reader = Api.With(TestToken.Of("alice", claims: ("scope", "definitions:read openid")));
        Assert.Equal(HttpStatusCode.OK, (await reader.Http.GetAsync(Anything)).StatusCode);
        var answer = await reader.PostAsync(Anything, Documents.Local(), "application/yaml");
        await answer.ProblemAsync(403, "insufficient-scope");
        Assert.Contains("scope=\"definitions:write\"", answer.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task AdminRoute_WhenAUserCalls_Returns403()
    {
        const string path = "/api/v1/consumers";
        await (await Api.ClientOf("alice").GetAsync(path)).ProblemAsync(403, "admin-only");
        Assert.Equal(HttpStatusCode.OK, (await Api.ClientOf("admin").GetAsync(path)).StatusCode);
        var narrowed = Api.With(TestToken.Of("root", "admin", ("scope", "runs:read")));
        await (await narrowed.Http.GetAsync(path)).ProblemAsync(403, "admin-only");
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/problems")]
    [InlineData("/openapi/v1.json")]
    public async Task PublicRoute_WhenThereIsNoToken_Answers(string path) =>
        Assert.Equal(HttpStatusCode.OK, (await Api.Http.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Health_WhenAStrangerAsks_TellsNoReasons()
    {
        foreach (var (client, isTold) in new[]
        {
            (Api.Http, false), (Api.ClientOf("alice"), false), (Api.With("a.b.c").Http, false),
            (Api.ClientOf("admin"), true),
        })
        {
            var answer = await client.GetAsync("/healthz");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Contains("\"shards\":{\"status\":\"down\"", text);
            Assert.Equal(isTold, text.Contains("no live owner", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Stream_WhenTheTokenStandsInTheQuery_IsOpened()
    {
        var path = $"/api/v1/executions/events?access_token={TestToken.Of("alice")}";
        using var answer = await Api.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        await (await Api.Http.GetAsync("/api/v1/executions/events?access_token=a.b.c")).ProblemAsync(
            401, "invalid-token");
    }

    [Fact]
    public async Task Call_WhenTheTokenStandsInTheQuery_IsNotTakenBesideLiveRoutes() =>
        await (await Api.Http.GetAsync($"{Anything}?access_token={TestToken.Of("alice")}")).ProblemAsync(
            401, "authentication-required");
}
