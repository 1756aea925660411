using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>Posts a task to its agent. The task id is the <c>Idempotency-Key</c>: agents may see it again.</summary>
internal sealed class AgentClient(
    HttpClient http, AgentLogins logins, BridgeOptions options, KafkaOptions kafka, TimeProvider time)
{
    public const string IdempotencyKey = "Idempotency-Key";

    /// <summary>What an <see cref="AgentResult"/> holds beside the output, generously.</summary>
    private const int AroundOutput = 1024;

    private const int ProblemBytesMax = 64 * 1024;

    /// <summary>A client for any number of agents at once; following no redirects, keeping no cookies.</summary>
    public static HttpClient NewHttp(BridgeOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.CallsMax,
            // A moved agent is found again when its name resolves elsewhere.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Calls once: until the deadline or, without one, for <see cref="BridgeOptions.CallTimeout"/>.</summary>
    /// <param name="onCheckpoint">Takes the checkpoints that the agent reports on its way.</param>
    /// <param name="aborted">Breaks the HTTP request off.</param>
    /// <exception cref="OperationCanceledException">The call was broken off.</exception>
    public async Task<AgentAnswer> CallAsync(
        AgentTask task, string? traceParent, Func<RawJson, Task> onCheckpoint, CancellationToken aborted)
    {
        if (!Uri.TryCreate(task.Endpoint, UriKind.Absolute, out var endpoint)
            || (endpoint.Scheme != Uri.UriSchemeHttp && endpoint.Scheme != Uri.UriSchemeHttps))
        {
            return AgentAnswer.Misconfigured($"'{task.Endpoint}' is no absolute http or https address.");
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

                using var request = Request(task, endpoint, traceParent);
                login.AddTo(request);
                using var response = await http.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
                // A token may be taken back before its time: one more try with another one.
                if (response.StatusCode != HttpStatusCode.Unauthorized || login.Token is null || refused is not null)
                {
                    return await ReadAsync(response, login.Redaction, onCheckpoint, limit.Token);
                }
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return AgentAnswer.TimedOut(task.Deadline is { } deadline
                ? $"The deadline was {deadline:O}."
                : $"The task has no deadline; the bridge waits {options.CallTimeout.TotalSeconds:0.###} s.");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            aborted.ThrowIfCancellationRequested();
            return AgentAnswer.Unreachable(login.Redaction.Clean(error.InnerException?.Message ?? error.Message));
        }
    }

    private static HttpRequestMessage Request(AgentTask task, Uri endpoint, string? traceParent)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(CallEnvelope.Of(task), CallJson.Default.CallEnvelope);
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("application/problem+json");
        request.Headers.Accept.ParseAdd(AnswerStream.MediaType);
        request.Headers.Add(IdempotencyKey, task.TaskId.ToString());
        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation(MessageHeaders.TraceParent, traceParent);
        }

        return request;
    }

    private async Task<AgentAnswer> ReadAsync(
        HttpResponseMessage response, Redaction redaction, Func<RawJson, Task> onCheckpoint, CancellationToken ct)
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = await BoundedBody.ReadAsync(response.Content, ProblemBytesMax, ct);
            return AnswerReader.ReadRefusal(response.StatusCode, response.ReasonPhrase, problem, redaction);
        }

        var bytesMax = Math.Min(options.ResponseBytesMax, kafka.BodyBytesMax - AroundOutput);
        if (response.Content.Headers.ContentType?.MediaType == AnswerStream.MediaType)
        {
            return await ReadLinesAsync(response.Content, bytesMax, redaction, onCheckpoint, ct);
        }

        return await BoundedBody.ReadAsync(response.Content, bytesMax, ct) is { } body
            ? AnswerReader.ReadOutput(body, redaction)
            : AgentAnswer.Unusable($"It is larger than {bytesMax} bytes.");
    }

    private async Task<AgentAnswer> ReadLinesAsync(
        HttpContent content, int bytesMax, Redaction redaction, Func<RawJson, Task> onCheckpoint,
        CancellationToken ct)
    {
        using var silence = new CancellationTokenSource(options.StreamSilenceMax, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, silence.Token);
        var lines = new AnswerStream(
            bytesMax, options.CheckpointBytesMax, redaction, onCheckpoint,
            () => silence.CancelAfter(options.StreamSilenceMax));
        try
        {
            return await lines.ReadAsync(await content.ReadAsStreamAsync(both.Token), both.Token);
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return AgentAnswer.Silent(options.StreamSilenceMax);
        }
    }
}
