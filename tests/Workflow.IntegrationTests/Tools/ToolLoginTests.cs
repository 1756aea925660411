using System.Text;
using Microsoft.AspNetCore.Http;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary>How tasks log in at tools, and that what they log in with stays in the process.</summary>
[Collection(PostgresCollection.Name)]
public sealed partial class ToolLoginTests(ToolSituation situation) : IClassFixture<ToolSituation>
{
    private static readonly string Clerk =
        $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"clerk:{ToolSituation.Password}"))}";

    private readonly LocalPlatform _platform = situation.Platform;
    private readonly ToolServer _server = situation.Server;

    [Theory]
    [InlineData("{ bearer: { token: '${ $secrets[\"crm-token\"] }' } }", "Bearer " + ToolSituation.Token)]
    [InlineData("{ bearer: { use: crm-token } }", "Bearer " + ToolSituation.Token)]
    [InlineData("{ use: crm }", "Bearer " + ToolSituation.Token)]
    [InlineData("{ basic: { use: shop } }", null)]
    [InlineData("{ basic: { username: '${ .user }', password: '${ $secrets.shop | split(\":\")[1] }' } }", null)]
    public async Task Authentication_WhenADefinitionNamesASecret_LogsIn(string authentication, string? expected)
    {
        var step = await CallAsync("/login", authentication);

        Assert.Null(step.Detail);
        Assert.Equal(expected ?? Clerk, _server.Last("/login").Header("Authorization"));
    }

    [Fact]
    public async Task Secret_WhenTheToolRepeatsIt_IsNeitherInTheDatabaseNorInTheLogs()
    {
        _server.On("/repeat", http => http.Response.WriteAsJsonAsync(new
        {
            you = http.Request.Headers.Authorization.ToString(),
        }));
        _server.OnText("/refuse", $"{ToolSituation.Token} is not known", "text/plain", 403);
        var repeated = await CallAsync("/repeat", "{ use: crm }");
        var raw = await CallAsync("/repeat", "{ use: crm }", "raw");
        var refused = await CallAsync("/refuse", "{ use: crm }");
        var failed = await CallAsync("/repeat", "{ bearer: { token: '${ $secrets[\"crm-token\"] + 1 }' } }");

        Assert.Equal("Bearer [secret]", repeated.Output.GetProperty("you").GetString());
        Assert.Equal(
            """{"you":"Bearer [secret]"}""",
            Encoding.UTF8.GetString(Convert.FromBase64String(raw.Output.GetString()!)));
        Assert.Equal("communication 403", refused.Error);
        Assert.EndsWith("answered 403: [secret] is not known", refused.Detail);
        Assert.Equal("expression 400", failed.Error);
        Assert.Equal(0, await _platform.ScalarAsync<long>($"""
            select (select count(*) from step_executions as t where t::text ~ '{ToolSituation.Token}|{Clerk[6..]}')
                 + (select count(*) from workflow_runs as t where t::text ~ '{ToolSituation.Token}|{Clerk[6..]}')
            """));
        Assert.All(_platform.Consumers, service =>
        {
            Assert.DoesNotContain(ToolSituation.Token, service.Output);
            Assert.DoesNotContain(ToolSituation.Password, service.Output);
        });
    }

    [Fact]
    public async Task Token_WhenADefinitionFetchesOne_IsNeitherInTheDatabaseNorInTheLogs()
    {
        const string token = "t0k3n-that-was-fetched";
        _server.OnText("/oauth2/token", $$"""{"access_token":"{{token}}","expires_in":3600}""");
        _server.OnText("/refused/oauth2/token", $$"""{"error":"not {{ToolSituation.Token}}"}""", status: 400);
        _server.On("/fetched", http => http.Response.WriteAsJsonAsync(http.Request.Headers.Authorization.ToString()));
        var step = await CallAsync("/fetched", OAuth2(""));
        var refused = await CallAsync("/fetched", OAuth2("/refused"));

        Assert.Equal("Bearer [secret]", step.Output.GetString());
        Assert.Equal("authentication 401", refused.Error);
        Assert.EndsWith("/refused/oauth2/token answered 400 (not [secret]).", refused.Detail);
        Assert.Equal($"Bearer {token}", _server.Last("/fetched").Header("Authorization"));
        Assert.Equal(0, await _platform.ScalarAsync<long>($"""
            select (select count(*) from step_executions as t where t::text ~ '{ToolSituation.Token}|{token}')
                 + (select count(*) from workflow_runs as t where t::text ~ '{ToolSituation.Token}|{token}')
            """));
        Assert.All(_platform.Consumers, service => Assert.DoesNotContain(token, service.Output));
    }

    [Fact]
    public async Task Secret_WhenItIsMeantForAnotherHost_IsNotSent()
    {
        var step = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: get, endpoint: {{ uri: '{_server.OtherUrl}/elsewhere', " +
            "authentication: { bearer: { use: crm-token } } } } }", use: "{ secrets: [ crm-token ] }");

        Assert.Equal("authorization 403", step.Error);
        Assert.Contains("WORKFLOW_TOOLS_SECRET_HOSTS (crm-token=localhost)", step.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Requests, request => request.Target == "/elsewhere");
    }

    [Fact]
    public async Task Secret_WhenNobodySetIt_SaysWhereItIsLookedFor()
    {
        var step = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: get, endpoint: {{ uri: '{_server.Url}/unset', " +
            "authentication: { basic: { username: me, password: '${ $secrets.shop + $secrets.away }' } } } } }",
            use: "{ secrets: [ shop, away ] }");

        Assert.Equal("authorization 403", step.Error);
        Assert.Contains("'away' must not be sent to '127.0.0.1'", step.Detail, StringComparison.Ordinal);
    }

    private string OAuth2(string path) =>
        $"{{ oauth2: {{ authority: '{_server.Url}{path}', grant: client_credentials, " +
        "client: { id: me, secret: '${ $secrets[\"crm-token\"] }' } } }";

    private Task<StepSeen> CallAsync(string path, string authentication, string output = "content") =>
        _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: get, output: {output}, endpoint: {{ uri: '{_server.Url}{path}', " +
            $"authentication: {authentication} }} }} }}",
            new { user = "clerk" },
            "{ secrets: [ crm-token, shop ], authentications: { crm: { bearer: { use: crm-token } } } }");
}
