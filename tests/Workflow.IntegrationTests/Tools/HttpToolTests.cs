using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>call: http</c> on a whole platform: what is sent, what is recorded, and where it ends.</summary>
[Collection(PostgresCollection.Name)]
public sealed class HttpToolTests(ToolSituation situation) : IClassFixture<ToolSituation>
{
    private readonly LocalPlatform _platform = situation.Platform;
    private readonly ToolServer _server = situation.Server;

    [Theory]
    [InlineData("shell: { command: 'touch /tmp/workflow-never' }", "shell")]
    [InlineData("script: { language: js, code: '1' }", "script")]
    [InlineData("container: { image: alpine }", "container")]
    public async Task Process_WhenNoOperatorAllowsIt_IsRefused(string process, string kind)
    {
        var step = await _platform.RunTaskAsync($"{{ run: {{ {process} }} }}");

        Assert.Equal("configuration 400", step.Error);
        Assert.EndsWith($"an operator can allow it with WORKFLOW_PROCESSES_ALLOWED={kind}.", step.Detail);
    }

    [Fact]
    public async Task CallHttp_WhenItAnswers_IsRecordedAsACallOfItsMethodAndHost()
    {
        var step = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: post, endpoint: '{_server.Url}/orders/{{id}}', output: response, " +
            "query: { q: 'a b' }, headers: { X-Trace: '${ .trace }' }, body: { of: '${ .id }' } } }",
            new { id = 7, trace = "t-1" });

        Assert.Equal(("tool_call", $"POST 127.0.0.1:{_server.Port}", null), (step.Type, step.Tool, step.Error));
        Assert.Equal(200, step.Output.GetProperty("statusCode").GetInt32());
        Assert.Equal(7, step.Output.GetProperty("content").GetProperty("of").GetInt32());
        var request = step.Output.GetProperty("request");
        Assert.Equal($"{_server.Url}/orders/7?q=a%20b", request.GetProperty("uri").GetString());
        Assert.Equal("t-1", request.GetProperty("headers").GetProperty("x-trace").GetString());
        var seen = _server.Last("/orders/7");
        Assert.Equal(("application/json", "t-1"), (seen.Header("Content-Type"), seen.Header("X-Trace")));
        using var steps = JsonDocument.Parse(await _platform.Http.GetStringAsync($"/api/executions/{step.Run}/steps"));
        Assert.Contains($"\"tool_name\":\"POST 127.0.0.1:{_server.Port}\"", steps.RootElement.GetRawText(),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "{ a: '1 2', b: [ x, y ] }", "a=1%202&b=x&b=y")]
    [InlineData("text/plain", "plain words", "plain words")]
    [InlineData("application/json", "plain words", "\"plain words\"")]
    public async Task CallHttp_WhenTheContentTypeSaysHow_SendsTheBodySo(string type, string body, string expected)
    {
        var step = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: put, endpoint: '{_server.Url}/typed', " +
            $"headers: {{ content-type: {type} }}, body: {body} }} }}");

        Assert.Null(step.Detail);
        Assert.Equal((type, expected), (_server.Last("/typed").Header("Content-Type"), _server.Last("/typed").Body));
    }

    [Fact]
    public async Task CallHttp_WhenTheAnswerIsAnError_TellsItsStatusAndWhatItSays()
    {
        _server.OnText("/broken", """{"why":"no stock"}""", status: 409);
        var step = await _platform.RunTaskAsync(Get("/broken"));

        Assert.Equal("communication 409", step.Error);
        Assert.Equal($$"""GET {{_server.Url}}/broken answered 409: {"why":"no stock"}""", step.Detail);
    }

    [Fact]
    public async Task CallHttp_WhenTheTargetIsOfTheInnerNetwork_IsRefused()
    {
        var step = await _platform.RunTaskAsync("{ call: http, with: { method: get, endpoint: 'http://10.1.2.3/x' } }");

        Assert.Equal("configuration 400", step.Error);
        Assert.Equal(
            "GET http://10.1.2.3/x: '10.1.2.3' is no public address; an operator can allow it with "
            + "WORKFLOW_OUTGOING_ALLOWED.", step.Detail);
    }

    [Fact]
    public async Task CallHttp_WhenBodiesAreTooLarge_NamesTheLimit()
    {
        _server.OnText("/large", $"\"{new string('x', 30_000)}\"");
        _server.On("/endless", async http =>
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(new string('x', 1_000), http.RequestAborted);
            }
        });
        var large = await _platform.RunTaskAsync(Get("/large"));
        var endless = await _platform.RunTaskAsync(Get("/endless"));
        var sent = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: post, endpoint: '{_server.Url}/sent', body: '${{ . }}' }} }}",
            new { text = new string('y', 3_000) });

        Assert.Equal(("communication 503", "communication 503"), (large.Error, endless.Error));
        Assert.EndsWith("20000 are allowed (WORKFLOW_TOOLS_RESPONSE_BYTES_MAX).", large.Detail);
        Assert.EndsWith("20000 are allowed (WORKFLOW_TOOLS_RESPONSE_BYTES_MAX).", endless.Detail);
        Assert.Equal("validation 400", sent.Error);
        Assert.EndsWith("2000 are allowed (WORKFLOW_TOOLS_REQUEST_BYTES_MAX).", sent.Detail);
        Assert.DoesNotContain(_server.Requests, request => request.Target == "/sent");
    }

    [Fact]
    public async Task CallHttp_WhenOnlyTheHeadOfSomethingLargeIsAskedFor_HasItsLength()
    {
        _server.On("/film", async http =>
        {
            http.Response.ContentLength = 30_000;
            if (HttpMethods.IsGet(http.Request.Method))
            {
                await http.Response.Body.WriteAsync(new byte[30_000]);
            }
        });
        var head = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: head, endpoint: '{_server.Url}/film', output: response }} }}");
        var whole = await _platform.RunTaskAsync(Get("/film"));

        Assert.Null(head.Detail);
        Assert.Equal(200, head.Output.GetProperty("statusCode").GetInt32());
        Assert.Equal("30000", head.Output.GetProperty("headers").GetProperty("content-length").GetString());
        Assert.Equal("communication 503", whole.Error);
        Assert.EndsWith("20000 are allowed (WORKFLOW_TOOLS_RESPONSE_BYTES_MAX).", whole.Detail);
    }

    [Fact]
    public async Task CallHttp_WhenWhatAnErrorSaysIsCutWithinACharacter_FailsReadablyAndHoldsUpNoOther()
    {
        var start = new string('x', 499);
        _server.OnText("/wordy", $"{start}😀 and more", "text/plain; charset=utf-8", status: 500);
        var step = await _platform.RunTaskAsync(Get("/wordy"));
        var next = await _platform.RunTaskAsync(Get("/next"));

        Assert.Equal("communication 500", step.Error);
        Assert.Equal($"GET {_server.Url}/wordy answered 500: {start}…", step.Detail);
        Assert.Null(next.Error);
    }

    [Fact]
    public async Task CallHttp_WhenAHostHangs_HoldsUpNoOther()
    {
        await using var slow = await ToolServer.StartAsync();
        var release = new TaskCompletionSource();
        slow.On("/hang", _ => release.Task);
        var hanging = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            hanging.Add(await _platform.StartTaskAsync(
                $"{{ call: http, with: {{ method: get, endpoint: '{slow.Url}/hang' }} }}"));
        }

        var ids = string.Join(',', hanging.Select(run => $"'{run}'"));
        await _platform.UntilSqlAsync(
            $"count(*) = 6 from step_executions where status = 'RUNNING' and run_id in ({ids})");
        await _platform.UntilAsync(
            "the host has all the calls it may have", () => slow is { AtOnce: 2, Requests.Count: 2 });
        var other = await _platform.RunTaskAsync(Get("/quick"));

        Assert.Null(other.Error);
        Assert.Equal((2, 2), (slow.AtOnce, slow.Requests.Count));
        release.SetResult();
        await _platform.UntilSqlAsync(
            $"count(*) = 6 from workflow_runs where status = 'COMPLETED' and run_id in ({ids})");
        Assert.Equal((2, 6), (slow.AtOnceMax, slow.Requests.Count));
    }

    [Fact]
    public async Task Redirect_WhenTheTaskDoesNotTakeOne_IsAnError()
    {
        _server.OnRedirect("/moved", "/there");
        var step = await _platform.RunTaskAsync(Get("/moved"));

        Assert.Equal("communication 302", step.Error);
        Assert.DoesNotContain(_server.Requests, request => request.Target == "/there");
    }

    [Theory]
    [InlineData(false, "mine", "private")]
    [InlineData(true, null, null)]
    public async Task Redirect_WhenItIsFollowed_TakesHeadersToTheSameHostOnly(
        bool isOther, string? authorization, string? key)
    {
        var path = $"/kept-{isOther}";
        _server.OnRedirect($"/from-{isOther}", isOther ? $"{_server.OtherUrl}{path}" : path, 307);
        var step = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: post, endpoint: '{_server.Url}/from-{isOther}', redirect: true, " +
            "headers: { Authorization: mine, X-Api-Key: private, Accept: application/json }, body: { n: 1 } } }");

        Assert.Null(step.Detail);
        var seen = _server.Last(path);
        Assert.Equal(("POST", """{"n":1}""", "application/json"), (seen.Method, seen.Body, seen.Header("Accept")));
        Assert.Equal((authorization, key), (seen.Header("Authorization"), seen.Header("X-Api-Key")));
    }

    [Theory]
    [InlineData("http://10.1.2.3/", "configuration 400", "'10.1.2.3' is no public address")]
    [InlineData("file:///etc/passwd", "communication 503", "no http or https address")]
    [InlineData("/round", "communication 503", "more than 3 times (WORKFLOW_TOOLS_REDIRECTS_MAX)")]
    public async Task Redirect_WhenItLeadsAstray_IsNotFollowed(string to, string error, string detail)
    {
        _server.OnRedirect("/round", to, 303);
        var step = await _platform.RunTaskAsync(
            $"{{ call: http, with: {{ method: get, endpoint: '{_server.Url}/round', redirect: true }} }}");

        Assert.Equal(error, step.Error);
        Assert.Contains(detail, step.Detail, StringComparison.Ordinal);
    }

    private string Get(string path) =>
        $"{{ call: http, with: {{ method: get, endpoint: '{_server.Url}{path}' }} }}";
}
