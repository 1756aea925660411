using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Workflow.Bridge.Agents.Streams;
using Workflow.Bridge.Callbacks;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents;

/// <summary>Posts a task to its agent. The task id is the <c>Idempotency-Key</c>: agents may see it again.</summary>
/// <param name="callbacks">Null when agents cannot call back.</param>
internal sealed class AgentClient(
    HttpClient http, AgentLogins logins, BridgeOptions options, KafkaOptions kafka, TimeProvider time,
    CallbackUrls? callbacks)
    : IAgentTransport
{
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>What an <see cref="AgentResult"/> holds beside the output, generously.</summary>
    private const int AroundOutput = 1024;

    private const int ProblemBytesMax = 64 * 1024;

    /// <summary>For any number of agents at once; follows no redirects, keeps no cookies.</summary>
    public static SocketsHttpHandler NewHandler(BridgeOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = options.ConnectTimeout,
        // A moved agent is found again when its name resolves elsewhere.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
    };

    /// <summary>A client without a time limit of its own.</summary>
    public static HttpClient NewHttp(HttpMessageHandler handler) =>
        new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Calls once: until the deadline or, without one, for <see cref="BridgeOptions.CallTimeout"/>.</summary>
    /// <param name="aborted">Breaks the HTTP request off.</param>
    /// <exception cref="OperationCanceledException">The call was broken off.</exception>
    public async Task<AgentAnswer> CallAsync(TransportCall call, CancellationToken aborted)
    {
        var task = call.Task;
        if (!AgentAddress.TryRead(task.Endpoint, out var endpoint, out var misconfigured))
        {
            return misconfigured;
        }

        using var limit = new CallLimit(task.Deadline, options.CallTimeout, time, aborted);
        var login = Login.None;
        try
        {
            for (string? refused = null; ; refused = login.Token)
            {
                (login, var failure) = await logins.OfAsync(task, refused, limit.Token);
                if (failure is { } withoutLogin)
                {
                    return withoutLogin;
                }

                using var request = Request(task, endpoint, call.TraceParent);
                login.AddTo(request);
                using var response = await http.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                // A token may be taken back before its time: one more try with another one.
                if (response.StatusCode != HttpStatusCode.Unauthorized || login.Token is null || refused is not null)
                {
                    return await ReadAsync(response, login.Redaction, call, limit.Token);
                }
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return AgentAnswer.Late(task, options);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            aborted.ThrowIfCancellationRequested();
            return AgentAnswer.Unreachable(login.Redaction.Clean(error.InnerException?.Message ?? error.Message));
        }
    }

    private HttpRequestMessage Request(AgentTask task, Uri endpoint, string? traceParent)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            CallEnvelope.Of(task, callbacks?.Of(task)), CallJson.Default.CallEnvelope);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("application/problem+json");
        request.Headers.Accept.ParseAdd(AnswerStream.MediaType);
        request.Headers.Accept.ParseAdd(AnswerEvents.MediaType);
        request.Headers.Add(IdempotencyKey, task.TaskId.ToString());
        DeadlineHeader.AddTo(request, task.Deadline);
        // Where spans are recorded, the client names its own, which lies below ours.
        if (traceParent is not null && Tracing.Current is null)
        {
            request.Headers.TryAddWithoutValidation(MessageHeaders.TraceParent, traceParent);
        }

        return request;
    }

    private async Task<AgentAnswer> ReadAsync(
        HttpResponseMessage response, Redaction redaction, TransportCall call, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = await BoundedBody.ReadAsync(response.Content, ProblemBytesMax, ct);
            return RetryAfter.AddTo(
                AnswerReader.ReadRefusal(response.StatusCode, response.ReasonPhrase, problem, redaction),
                response.Headers.RetryAfter, time);
        }

        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            return await AcceptanceReader.ReadAsync(response.Content, callbacks, ct);
        }

        var bytesMax = Math.Min(options.ResponseBytesMax, kafka.BodyBytesMax - AroundOutput);
        var media = response.Content.Headers.ContentType?.MediaType;
        if (media is AnswerStream.MediaType or AnswerEvents.MediaType)
        {
            var lines = new AnswerLines(
                bytesMax, options.CheckpointBytesMax, redaction, new ReportReader(options.ReportBytesMax), call, time);
            return await ReadLinesAsync(response.Content, lines, media == AnswerEvents.MediaType, ct);
        }

        return await BoundedBody.ReadAsync(response.Content, bytesMax, ct) is { } body
            ? AnswerReader.ReadOutput(body, redaction)
            : AgentAnswer.Unusable($"It is larger than {bytesMax} bytes.");
    }

    private async Task<AgentAnswer> ReadLinesAsync(
        HttpContent content, AnswerLines lines, bool areEvents, CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(options.StreamSilenceMax, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        void Heard() => silence.CancelAfter(options.StreamSilenceMax);
        try
        {
            var body = await content.ReadAsStreamAsync(both.Token);
            return areEvents
                ? await new AnswerEvents(lines, Heard).ReadAsync(body, both.Token)
                : await new AnswerStream(lines, Heard).ReadAsync(body, both.Token);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return AgentAnswer.Silent(options.StreamSilenceMax);
        }
    }
}
