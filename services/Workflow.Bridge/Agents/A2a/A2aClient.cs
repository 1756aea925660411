using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Bridge.Logins;
using Workflow.Model;
using Workflow.Outgoing.A2a;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>Speaks JSON-RPC with one A2A agent, for one call.</summary>
internal sealed class A2aClient(
    A2aCard card, LoginHandler login, AnswerLimit limit, string? traceParent, DateTimeOffset? deadline) : IDisposable
{
    private const string EventStream = "text/event-stream";
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 256 };

    private readonly HttpClient _http = new(login, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public A2aCard Card => card;

    public Redaction Redaction => login.Redaction;

    /// <exception cref="HttpRequestException">The agent is not there.</exception>
    public async Task<A2aReply> AskAsync(string method, JsonObject parameters, CancellationToken ct)
    {
        using var request = Request(method, parameters);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        return await ReadAsync(response, ct);
    }

    /// <summary>Asks for events, and hands over each.</summary>
    /// <param name="onEvent">True ends it.</param>
    /// <returns>Why there was no result; null when there was.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<A2aReply?> StreamAsync(
        string method, JsonObject parameters, Func<JsonElement, Task<bool>> onEvent, CancellationToken ct)
    {
        using var request = Request(method, parameters);
        request.Headers.Accept.ParseAdd(EventStream);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != EventStream)
        {
            var reply = await ReadAsync(response, ct);
            return reply.Fault is null && await onEvent(reply.Result) ? null : reply;
        }

        var isTooLarge = false;
        var body = new MeteredStream(
            await response.Content.ReadAsStreamAsync(ct), limit.Message, isEvents: true, () => isTooLarge = true);
        try
        {
            return await ReadEventsAsync(body, onEvent, ct);
        }
        catch (IOException) when (isTooLarge)
        {
            return TooLarge();
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(string method, JsonObject parameters)
    {
        var body = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1,
            ["method"] = method,
            ["params"] = parameters,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, card.Url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json");
        if (card.Dialect.Version is { } version)
        {
            request.Headers.Add("A2A-Version", version);
        }

        DeadlineHeader.AddTo(request, deadline);
        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation(MessageHeaders.TraceParent, traceParent);
        }

        return request;
    }

    private async Task<A2aReply?> ReadEventsAsync(
        Stream body, Func<JsonElement, Task<bool>> onEvent, CancellationToken ct)
    {
        await foreach (var item in SseParser.Create(body, (_, data) => data.ToArray()).EnumerateAsync(ct))
        {
            var reply = Read(item.Data);
            if (reply.Fault is not null)
            {
                return reply;
            }

            if (await onEvent(reply.Result))
            {
                return null;
            }
        }

        return null;
    }

    private A2aReply TooLarge() =>
        A2aReply.Failed(AgentAnswer.Unusable($"It has a message of more than {limit.Message} bytes."));

    private async Task<A2aReply> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var body = await BoundedBody.ReadAsync(
            response.Content, (int)Math.Min(int.MaxValue, limit.Message), ct);
        if (response.IsSuccessStatusCode)
        {
            return body is null
                ? TooLarge()
                : Read(body);
        }

        return body is not null && Read(body) is { Code: not null } refusal
            ? refusal
            : A2aReply.Away(AnswerReader.ReadRefusal(
                response.StatusCode, response.ReasonPhrase, body, login.Redaction));
    }

    private A2aReply Read(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Depth);
            var message = document.RootElement;
            if (message.ValueKind != JsonValueKind.Object)
            {
                return A2aReply.Failed(AgentAnswer.Unusable("It is no JSON-RPC."));
            }

            return message.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
                ? Refusal(error)
                : message.TryGetProperty("result", out var result)
                    ? A2aReply.Of(result.Clone())
                    : A2aReply.Failed(AgentAnswer.Unusable("It is JSON-RPC without a result."));
        }
        catch (JsonException problem)
        {
            return A2aReply.Failed(AgentAnswer.Unusable($"It is no JSON: {problem.Message}"));
        }
    }

    private A2aReply Refusal(JsonElement error)
    {
        var code = error.TryGetProperty("code", out var number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt32(out var given) ? given : -32603;
        var text = error.TryGetProperty("message", out var message) ? message.ToString() : "";
        return new A2aReply(default, AgentAnswer.Refused(
            code is -32603 or -32700 or -32006 ? 500 : 400, $"The agent refused with error {code}.",
            AnswerReader.Cut(login.Redaction.Clean(text))), code);
    }
}
