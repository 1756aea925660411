using Microsoft.AspNetCore.Http;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary>Secrets in what a call sends: they arrive, and stay nowhere.</summary>
public sealed partial class ToolLoginTests
{
    private const string Disguise = "${ $secrets[\"crm-token\"] | explode | reverse | implode";

    private const string Use = "{ secrets: [ crm-token, away ] }";

    [Fact]
    public async Task Secret_WhenACallSendsIt_ArrivesAndIsRecordedNowhere()
    {
        var backwards = new string(ToolSituation.Token.Reverse().ToArray());
        _server.On("/sent", http => http.Response.WriteAsJsonAsync(
            new { key = http.Request.Headers["X-Key"].ToString() }));
        _server.OnText("/refuse", "no", "text/plain", 403);
        var sent = await SendAsync("/sent", "headers: { X-Key: '${ $secrets[\"crm-token\"] }' }, output: response");
        await SendAsync("/echo", "body: { key: '${ $secrets[\"crm-token\"] }' }, output: raw");
        var disguised = await SendAsync("/refuse", $"query: {{ k: '{Disguise} }}' }}");
        var failed = await SendAsync("/sent", $"body: '{Disguise} | error }}'");

        Assert.Equal(ToolSituation.Token, _server.Last("/sent").Header("X-Key"));
        Assert.Equal($"{{\"key\":\"{ToolSituation.Token}\"}}", _server.Last("/echo").Body);
        Assert.Equal($"/refuse?k={backwards}", _server.Last("/refuse").Target);
        Assert.Equal("[secret]", sent.Output.GetProperty("content").GetProperty("key").GetString());
        Assert.Equal("{}", sent.Output.GetProperty("request").GetProperty("headers").GetRawText());
        Assert.Equal($"POST {_server.Url} answered 403: no", disguised.Detail);
        Assert.Equal("expression 400", failed.Error);
        Assert.EndsWith("why is not told, since it could hold a secret.", failed.Detail);
        Assert.Equal(0, await _platform.ScalarAsync<long>($"""
            select (select count(*) from step_executions as t where t::text ~ '{ToolSituation.Token}|{backwards}')
                 + (select count(*) from workflow_runs as t where t::text ~ '{ToolSituation.Token}|{backwards}')
            """));
        Assert.All(_platform.Consumers, service =>
        {
            Assert.DoesNotContain(ToolSituation.Token, service.Output);
            Assert.DoesNotContain(backwards, service.Output);
        });
    }

    [Fact]
    public async Task Secret_WhenItMustNotGoThere_IsNotSent()
    {
        _server.OnRedirect("/moved", $"{_server.OtherUrl}/arrived", 307);
        var other = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: post, endpoint: '{_server.OtherUrl}/arrived', "
            + "body: '${ $secrets[\"crm-token\"] }' } }", use: Use);
        var moved = await SendAsync("/moved", "redirect: true, body: '${ $secrets[\"crm-token\"] }'");
        var unset = await SendAsync("/arrived", "body: '${ $secrets.away }'");

        Assert.Equal("authorization 403", other.Error);
        Assert.Contains("which is not followed because the call sends secrets", moved.Detail, StringComparison.Ordinal);
        Assert.Equal("authorization 403", unset.Error);
        Assert.StartsWith("The secret 'away' is not set", unset.Detail);
        Assert.DoesNotContain(_server.Requests, request => request.Target == "/arrived");
    }

    private Task<StepSeen> SendAsync(string path, string rest) => _platform.RunTaskAsync(
        $"{{ call: http, with: {{ method: post, endpoint: '{_server.Url}{path}', {rest} }} }}", use: Use);
}
