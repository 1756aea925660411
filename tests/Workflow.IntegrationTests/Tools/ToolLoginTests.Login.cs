using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>$authorization</c>: what a call logs in with, in what it sends; it arrives, and stays nowhere.</summary>
public sealed partial class ToolLoginTests
{
    [Fact]
    public async Task Authorization_WhenACallSendsItsLogin_ArrivesAndIsRecordedNowhere()
    {
        const string backwards = "${ $authorization.parameter | explode | reverse | implode";
        var disguise = new string(ToolSituation.Token.Reverse().ToArray());
        _server.OnText("/own", "{}");
        _server.On("/again", http => http.Response.WriteAsJsonAsync(
            new { key = http.Request.Headers["X-Key"].ToString() }));
        _server.OnText("/not", "no", "text/plain", 403);

        await SendLoginAsync("/own", "{ use: crm }", "body: { scheme: '${ $authorization.scheme }', "
            + "key: '${ $authorization.parameter }' }");
        var repeated = await SendLoginAsync(
            "/again", "{ basic: { use: shop } }", "headers: { X-Key: '${ $authorization.parameter }' }, "
            + "output: response");
        var refused = await SendLoginAsync("/not", "{ use: crm }", $"query: {{ k: '{backwards} }}' }}");
        var failed = await SendLoginAsync("/own", "{ use: crm }", $"headers: {{ X: '{backwards} | error }}' }}");
        var broken = await SendLoginAsync(
            "/own", "{ use: crm }", "headers: { X: '${ $authorization.parameter + \"\\n\" }' }");
        var none = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: post, endpoint: '{_server.Url}/echo', "
            + "body: { is: '${ $authorization }' } } }");

        Assert.Equal($$"""{"scheme":"Bearer","key":"{{ToolSituation.Token}}"}""", _server.Requests.First(
            request => request.Target == "/own").Body);
        Assert.Equal(Clerk[6..], _server.Last("/again").Header("X-Key"));
        Assert.Equal("[secret]", repeated.Output.GetProperty("content").GetProperty("key").GetString());
        Assert.Equal("{}", repeated.Output.GetProperty("request").GetProperty("headers").GetRawText());
        Assert.Equal($"/not?k={disguise}", _server.Last("/not").Target);
        Assert.Equal($"POST {_server.Url} answered 403: no", refused.Detail);
        Assert.Equal(
            ("expression 400", "An expression of the call failed; why is not told, since it could hold the login."),
            (failed.Error, failed.Detail));
        Assert.Equal(
            ("validation 400", "A header cannot be sent; which is not told, since they may hold secrets."),
            (broken.Error, broken.Detail));
        Assert.Equal("""{"is":null}""", none.Output.GetRawText().Replace(" ", ""));
        Assert.Equal(0, await _platform.ScalarAsync<long>($"""
            select (select count(*) from step_executions as t
                     where t::text ~ '{ToolSituation.Token}|{disguise}|{Clerk[6..]}')
                 + (select count(*) from workflow_runs as t
                     where t::text ~ '{ToolSituation.Token}|{disguise}|{Clerk[6..]}')
            """));
        Assert.All(_platform.Consumers, service =>
        {
            Assert.DoesNotContain(ToolSituation.Token, service.Output);
            Assert.DoesNotContain(disguise, service.Output);
            Assert.DoesNotContain(Clerk[6..], service.Output);
        });
    }

    [Fact]
    public async Task Authorization_WhenTheTokenIsRefused_SendsTheNextOneEverywhere()
    {
        var tokens = 0;
        _server.On("/next/oauth2/token", http => http.Response.WriteAsJsonAsync(
            new { access_token = $"t0k3n-number-{++tokens}", expires_in = 3600 }));
        _server.On("/next", async http =>
        {
            http.Request.Body.Position = 0;
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            var isNew = (await reader.ReadToEndAsync()).Contains("number-2", StringComparison.Ordinal)
                && http.Request.Headers.Authorization == "Bearer t0k3n-number-2";
            http.Response.StatusCode = (int)(isNew ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        });

        var step = await SendLoginAsync(
            "/next", OAuth2("/next"), "body: { key: '${ $authorization.parameter }' }");

        Assert.Null(step.Error);
        Assert.Equal(2, tokens);
    }

    [Fact]
    public async Task Authorization_WhenTheCallIsRedirectedElsewhere_DoesNotGoThere()
    {
        _server.OnRedirect("/leads", $"{_server.OtherUrl}/away", 307);

        var step = await SendLoginAsync(
            "/leads", "{ use: crm }", "redirect: true, body: '${ $authorization.parameter }'");

        Assert.Contains("which is not followed because the call sends secrets", step.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Requests, request => request.Target == "/away");
    }

    private Task<StepSeen> SendLoginAsync(string path, string authentication, string rest) => _platform.RunTaskAsync(
        $"{{ call: http, with: {{ method: post, endpoint: {{ uri: '{_server.Url}{path}', "
        + $"authentication: {authentication} }}, {rest} }} }}",
        use: "{ secrets: [ crm-token, shop ], authentications: { crm: { bearer: { use: crm-token } } } }");
}
