using System.Net;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Workflow.Model;

namespace Workflow.Bridge.Agents.Mcp;

/// <summary>Between the protocol's client and HTTP: adds trace context and deadline, bounds what comes back.</summary>
internal sealed class McpHandler(HttpMessageHandler inner, AnswerLimit limit) : DelegatingHandler(inner)
{
    private const string EventStream = "text/event-stream";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var call = McpCall.OfThisFlow;
        if (call is { RequestId: null })
        {
            call.RequestId = await IdOfAsync(request, ct);
        }

        DeadlineHeader.AddTo(request, call?.Deadline);
        if (call?.TraceParent is { } trace)
        {
            request.Headers.TryAddWithoutValidation(MessageHeaders.TraceParent, trace);
        }

        var response = await base.SendAsync(request, ct);
        if (call is not null)
        {
            call.IsOfLostSession = response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest;
        }

        var body = response.Content;
        response.Content = new StreamContent(new MeteredStream(
            await body.ReadAsStreamAsync(ct), limit.Message, body.Headers.ContentType?.MediaType == EventStream,
            () => call?.TooLarge()));
        foreach (var (name, values) in body.Headers)
        {
            response.Content.Headers.TryAddWithoutValidation(name, values);
        }

        return response;
    }

    /// <summary>The client keeps it for itself, and sends no cancellation for a request that it still waits
    /// for.</summary>
    private static async Task<RequestId?> IdOfAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.Content is null)
        {
            return null;
        }

        await request.Content.LoadIntoBufferAsync(ct);
        var message = await request.Content.ReadFromJsonAsync<JsonRpcMessage>(McpJsonUtilities.DefaultOptions, ct);
        return message is JsonRpcRequest { Method: RequestMethods.ToolsCall } asked ? asked.Id : null;
    }
}
