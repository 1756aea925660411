using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Contract;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.OpenApi;
using Xunit;

namespace Workflow.IntegrationTests.Fuzz;

/// <summary>Whatever is sent, the API answers, says what is wrong, and blames the sender.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class FuzzTests(PostgresFixture postgres) : ApiTest(postgres)
{
    private const int Requests = 10_000;
    private const int AtOnce = 16;
    private const int Seed = 20261120;

    /// <summary>Problems of requests that belong to no route.</summary>
    private static readonly string[] General = ["no-such-route", "method-not-allowed", "bad-request"];

    /// <summary>Far beyond any honest answer: whoever waits so long has found a hang.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(60);

    /// <summary>Answers that the document has for each route.</summary>
    private HashSet<string> _promised = [];

    [Fact]
    public async Task R9_Requests_WhenMalformed_AreAnsweredWithoutServerErrorsOrNoise()
    {
        var watch = new LogWatch();
        Api.Service<ILoggerFactory>().AddProvider(watch);
        var fuzzer = new RequestFuzzer(await RoutesAsync(), await KnownAsync(), Seed);
        var findings = new List<string>();
        var statuses = new Dictionary<int, int>();
        for (var sent = 0; sent < Requests; sent += AtOnce)
        {
            var asked = Enumerable.Range(0, AtOnce).Select(_ => fuzzer.Next()).ToList();
            var answers = await Task.WhenAll(asked.Select(one => SendAsync(one.Request, one.Route)));
            for (var i = 0; i < answers.Length; i++)
            {
                statuses[answers[i].Status] = statuses.GetValueOrDefault(answers[i].Status) + 1;
                if (answers[i].Finding is { } finding)
                {
                    findings.Add($"{finding}: {asked[i].Shown}");
                }
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings.Take(20)));
        Assert.True(watch.Errors.IsEmpty, string.Join("\n", watch.Errors.Take(5)));
        Assert.True(
            statuses.Where(pair => pair.Key >= 400).Sum(pair => pair.Value) > Requests / 2,
            string.Join(", ", statuses));
    }

    [Fact]
    public async Task R9_Bodies_WhereverATextHoldsHalfACharacter_AreAnsweredWithoutServerErrors()
    {
        var (routes, known) = (await RoutesAsync(), await KnownAsync());
        var findings = new List<string>();
        foreach (var route in routes.Where(route => route.MediaType is not null))
        {
            foreach (var body in RequestFuzzer.Halves(route))
            {
                using var request = new HttpRequestMessage(
                    new HttpMethod(route.Method), route.PathWith(name => known.GetValueOrDefault(name)?[^1] ?? "x"));
                request.Content = new StringContent(body, Encoding.UTF8, route.MediaType!);
                if (await SendAsync(request, route) is { Finding: { } finding })
                {
                    findings.Add($"{route} {finding}: {body}");
                }
            }
        }

        Assert.True(findings.Count == 0, string.Join("\n", findings.Take(20)));
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\n\r\n")]
    [InlineData("GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /api/v1/workflows HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST /api/v1/workflows HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello")]
    [InlineData("POST /api/v1/workflows HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    public async Task R9_Connection_WhenWhatIsSentIsNoHttp_IsAnsweredOrClosed(string sent)
    {
        var answer = await ExchangeAsync(sent);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal)
            || answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal), answer);
        Assert.Equal(HttpStatusCode.OK, (await Api.Http.GetAsync("/livez")).StatusCode);
    }

    [Fact]
    public async Task R9_Connection_WhenAHeaderHasNoEnd_IsRefused()
    {
        var answer = await ExchangeAsync("GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: " + new string('a', 200_000));
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 431", StringComparison.Ordinal), answer);
    }

    /// <summary>What the document tells to ask; what it tells to expect is noted.</summary>
    private async Task<IReadOnlyList<DocumentedRoute>> RoutesAsync()
    {
        var document = await (await Api.Http.GetAsync("/openapi/v1.json")).JsonAsync();
        _promised = [.. DocumentedAnswer.AllOf(document).Select(answer => answer.ToString())];
        return DocumentedRoute.AllOf(document);
    }

    /// <summary>Ids that exist, by name of the path parameter.</summary>
    private async Task<Dictionary<string, string[]>> KnownAsync()
    {
        await Api.PutAgentAsync("FuzzAgent", """{"endpoint": "http://127.0.0.1:9/x"}""");
        var workflow = (await Api.RegisterAsync(Documents.Local())).ToString();
        var run = (await (await Api.StartAsync(new Guid(workflow))).JsonAsync()).Text("execution_id");
        return new()
        {
            ["id"] = [workflow, run],
            ["workflow_id"] = [workflow],
            ["execution_id"] = [run],
            ["name"] = ["FuzzAgent"],
        };
    }

    private async Task<(int Status, string? Finding)> SendAsync(HttpRequestMessage request, DocumentedRoute route)
    {
        using var limit = new CancellationTokenSource(HangLimit);
        try
        {
            using var answer = await Api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            var status = (int)answer.StatusCode;
            var type = answer.Content.Headers.ContentType?.MediaType;
            if (type == "application/problem+json")
            {
                var problem = (await answer.JsonAsync()).Text("type").Split('/')[^1];
                var isKnown = General.Contains(problem) || _promised.Contains($"{route} {status} {problem}");
                return (status, isKnown ? null : $"{status} {problem} is not in the document");
            }

            return (status, status switch
            {
                < 400 when !_promised.Contains($"{route} {status}") => $"{status} is not in the document",

                >= 500 when route.Answers.GetValueOrDefault(status) != "application/json" =>
                    $"{status} {await answer.Content.ReadAsStringAsync(limit.Token)}",

                // A path that is no path at all is refused by the server before the API sees it.
                400 when type is null && answer.Headers.ConnectionClose == true => null,
                >= 400 and < 500 when type != "application/problem+json" => $"{status} without a problem",
                _ => null,
            });
        }
        catch (OperationCanceledException)
        {
            return (0, "no answer");
        }
    }

    /// <summary>Sends bytes as they are, and hands back what comes until the other side closes.</summary>
    private async Task<string> ExchangeAsync(string text)
    {
        using var limit = new CancellationTokenSource(HangLimit);
        using var client = new TcpClient();
        await client.ConnectAsync(Api.Http.BaseAddress!.Host, Api.Http.BaseAddress.Port, limit.Token);
        var stream = client.GetStream();
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(text), limit.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            var buffer = new byte[4_096];
            for (int read; (read = await stream.ReadAsync(buffer, limit.Token)) > 0;)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            // Closed by the other side in the middle: that is an answer too.
        }

        return answer.ToString();
    }
}
