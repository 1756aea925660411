using System.Net;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Outgoing.Secrets;
using Workflow.UnitTests.Execution;
using Xunit;

namespace Workflow.UnitTests.Bridge;

public sealed class AgentClientTests
{
    private readonly List<string> _checkpoints = [];
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData(" [1, 2] \n", "[1, 2]")]
    [InlineData("\uFEFF\"text\"", "\"text\"")]
    [InlineData("", "null")]
    [InlineData(" \r\n", "null")]
    public async Task CallAsync_WhenTheAgentAnswers2xx_GivesItsJson(string body, string output)
    {
        var answer = await CallAsync(_ => Respond(HttpStatusCode.OK, body));

        Assert.Null(answer.Error);
        Assert.Equal(output, answer.Output.ToString());
    }

    [Theory]
    [InlineData("{ no json")]
    [InlineData("{} {}")]
    public async Task CallAsync_WhenTheAnswerIsNoJson_IsACommunicationError(string body)
    {
        var error = (await CallAsync(_ => Respond(HttpStatusCode.OK, body))).Error!;

        Assert.Equal((StandardErrors.Communication, 502), (error.Type, error.Status));
        Assert.Contains("no JSON", error.Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CallAsync_WhenTheAnswerIsTooLarge_IsACommunicationError(bool saysItsLength)
    {
        HttpContent content = saysItsLength
            ? new ByteArrayContent(new byte[101])
            : new StreamContent(new UnseekableStream(101));
        var error = (await CallAsync(_ => new HttpResponseMessage { Content = content })).Error!;

        Assert.Equal(502, error.Status);
        Assert.Contains("larger than 100 bytes", error.Detail);
    }

    [Theory]
    [InlineData(422, """{"title":"Bad","detail":"why"}""", "Bad", "why")]
    [InlineData(503, """{"detail":7}""", "The agent answered 503 (Service Unavailable).", null)]
    [InlineData(500, "disk full", "The agent answered 500 (Internal Server Error).", "disk full")]
    [InlineData(302, "", "The agent answered 302 (Found).", null)]
    public async Task CallAsync_WhenTheAgentRefuses_TellsItsProblem(
        int status, string body, string title, string? detail)
    {
        var answer = await CallAsync(_ => Respond((HttpStatusCode)status, body));

        Assert.Equal(new AgentError(StandardErrors.Communication, status, title, detail), answer.Error);
    }

    [Theory]
    [InlineData(429, "7", 7)]
    [InlineData(503, "1000000", 86_400)]
    [InlineData(503, "Thu, 01 Jan 1970 00:00:00 GMT", null)]
    [InlineData(500, "7", null)]
    [InlineData(429, null, null)]
    public async Task CallAsync_WhenTheAgentAsksToBeLeftAlone_TellsForHowLong(int status, string? header, int? seconds)
    {
        var answer = await CallAsync(_ =>
        {
            var response = Respond((HttpStatusCode)status, "");
            response.Headers.TryAddWithoutValidation("Retry-After", header ?? "soon");
            return response;
        });

        Assert.Equal(seconds, answer.Error!.RetryAfterSeconds);
    }

    [Fact]
    public async Task CallAsync_WhenTheDeadlineIsPast_IsATimeoutAndAsksNobody()
    {
        var answer = await CallAsync(
            _ => throw new InvalidOperationException("asked"),
            task => task with { Deadline = DateTimeOffset.UnixEpoch });

        Assert.Equal((StandardErrors.Timeout, 408), (answer.Error!.Type, answer.Error.Status));
    }

    [Theory]
    [InlineData("ftp://agent.example/")]
    [InlineData("/agents/x")]
    [InlineData("nonsense")]
    public async Task CallAsync_WhenTheEndpointIsNoHttpAddress_IsAConfigurationError(string endpoint)
    {
        var answer = await CallAsync(
            _ => throw new InvalidOperationException("asked"), task => task with { Endpoint = endpoint });

        Assert.Equal(StandardErrors.Configuration, answer.Error!.Type);
    }

    [Fact]
    public async Task CallAsync_WhenTheConnectionFails_IsUnreachable()
    {
        var answer = await CallAsync(_ => throw new HttpRequestException("refused"));

        Assert.Equal((StandardErrors.Communication, 503, "refused"),
            (answer.Error!.Type, answer.Error.Status, answer.Error.Detail));
    }

    [Fact]
    public async Task CallAsync_WhenBrokenOff_Throws()
    {
        using var aborted = new CancellationTokenSource();
        await aborted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CallAsync(_ => Respond(HttpStatusCode.OK, "1"), aborted: aborted.Token));
    }

    [Theory]
    [InlineData("{\"result\":{\"a\":1}}\n", "{\"a\":1}", "")]
    [InlineData(
        "{\"heartbeat\":1}\n\n{\"checkpoint\":1}\r\n{\"progress\":9}\n{\"checkpoint\":[2]}\n{\"result\":3}", "3",
        "1 [2]")]
    [InlineData("{\"result\":null}", "null", "")]
    public async Task CallAsync_WhenTheAnswerComesInLines_GivesTheResultAndTheCheckpointsOnTheWay(
        string lines, string output, string checkpoints)
    {
        var answer = await CallAsync(_ => Lines(lines));

        Assert.Null(answer.Error);
        Assert.Equal(output, answer.Output.ToString());
        Assert.Equal(checkpoints, string.Join(' ', _checkpoints));
    }

    [Theory]
    [InlineData("{\"checkpoint\":1}\n", 502, "ended without a line that has the result")]
    [InlineData("[1]\n", 502, "no JSON object")]
    [InlineData("{\"result\"\n", 502, "no JSON")]
    [InlineData("{\"error\":{\"status\":429,\"title\":\"Busy\",\"detail\":\"later\"}}\n", 429, "later")]
    [InlineData("{\"error\":\"oh\"}\n", 500, "oh")]
    [InlineData("{\"checkpoint\":\"0123456789\"}\n{\"result\":1}\n", 502, "CHECKPOINT_BYTES_MAX")]
    [InlineData("{\"result\":\"{long}\"}\n", 502, "line of more than 100 bytes")]
    public async Task R9_CallAsync_WhenTheLinesCannotBeUsed_SaysWhy(string lines, int status, string detail)
    {
        var error = (await CallAsync(
            _ => Lines(lines.Replace("{long}", new string('x', 200), StringComparison.Ordinal)))).Error!;

        Assert.Equal(status, error.Status);
        Assert.Contains(detail, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CallAsync_WhenAnAnswerInLinesFallsSilent_IsATimeout()
    {
        var content = new StreamContent(new SilentStream(
            "{\"checkpoint\":1}\n", () => _clock.Advance(new BridgeOptions().StreamSilenceMax)));
        content.Headers.ContentType = new("application/x-ndjson");

        var error = (await CallAsync(_ => new HttpResponseMessage { Content = content })).Error!;

        Assert.Equal((StandardErrors.Timeout, 408), (error.Type, error.Status));
        Assert.Contains("sent no line", error.Detail, StringComparison.Ordinal);
        Assert.Equal(["1"], _checkpoints);
    }

    private static HttpResponseMessage Lines(string lines) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(lines, null, "application/x-ndjson"),
    };

    private static HttpResponseMessage Respond(HttpStatusCode status, string body) =>
        new(status) { Content = new StringContent(body) };

    private async Task<AgentAnswer> CallAsync(
        Func<HttpRequestMessage, HttpResponseMessage> respond, Func<AgentTask, AgentTask>? change = null,
        CancellationToken aborted = default)
    {
        using var http = new HttpClient(new Handler(respond));
        var client = new AgentClient(
            http,
            new AgentLogins(
                SecretSource.Empty,
                new AgentTokens((_, _, _) => throw new NotSupportedException(), TimeProvider.System)),
            new BridgeOptions { ResponseBytesMax = 100, CheckpointBytesMax = 10 }, KafkaOptions.Local, _clock,
            callbacks: null);
        var task = TestReceipts.Task();
        var call = new TransportCall(change?.Invoke(task) ?? task, null)
        {
            OnCheckpoint = checkpoint =>
            {
                _checkpoints.Add(checkpoint.ToString());
                return Task.CompletedTask;
            },
            IsLeft = () => false,
        };
        return await client.CallAsync(call, aborted);
    }

    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            ct.ThrowIfCancellationRequested();
            return Task.FromResult(respond(request));
        }
    }

    /// <summary>Says something, and then nothing without an end.</summary>
    private sealed class SilentStream(string text, Action onSilence)
        : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default)
        {
            if (Position < Length)
            {
                return Read(buffer.Span);
            }

            onSilence();
            await Task.Delay(Timeout.Infinite, ct);
            return 0;
        }
    }

    private sealed class UnseekableStream(int bytes) : MemoryStream(new byte[bytes])
    {
        public override bool CanSeek => false;
    }
}
