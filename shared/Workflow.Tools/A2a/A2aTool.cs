using System.Net.ServerSentEvents;
using System.Text.Json;
using Workflow.Jq;
using Workflow.Outgoing.A2a;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Tools.A2a;

/// <summary>Makes requests to A2A agents (JSON-RPC, 0.3 and 1.0) and says how they ended. Thread-safe.</summary>
public sealed class A2aTool(HttpTool http, ToolOptions options)
{
    private const string EventStream = "text/event-stream";

    /// <summary>Why the call cannot be made; null when nothing is in its way.</summary>
    public ToolFault? Refusal(A2aCall call) => RpcParameters.Fault(
        call.Method, call.Parameters, call.IsConfidential, A2aMessages.DepthMax, options);

    public async Task<ToolAnswer> CallAsync(A2aCall call, FindLogin findLogin, CancellationToken ct)
    {
        var agent = new A2aCard(call.Server ?? call.Card!, A2aDialect.BeforeOne, Streams: true, null);
        if (call.Card is { } at)
        {
            var (card, wrong) = await ReadCardAsync(at, findLogin, ct);
            if (card is null)
            {
                return ToolAnswer.Failed(wrong!);
            }

            agent = card;
        }

        var reading = await findLogin(agent.Url, ct);
        if (reading.Fault is { } without)
        {
            return ToolAnswer.Failed(without);
        }

        var (answer, fault, login) = await http.SendAsync(RequestOf(call, agent), reading.Login, ct);
        return answer is null ? ToolAnswer.Failed(fault!) : Read(call, answer, login);
    }

    private async Task<(A2aCard? Card, ToolFault? Fault)> ReadCardAsync(
        Uri address, FindLogin findLogin, CancellationToken ct)
    {
        var told = $"The agent's card {address.AbsoluteUri}";
        var reading = await findLogin(address, ct);
        if (reading.Fault is { } without)
        {
            return (null, without);
        }

        var request = new OutgoingRequest(
            "GET", address, [KeyValuePair.Create("Accept", "application/json")], null, FollowsRedirects: false);
        var (answer, fault, _) = await http.SendAsync(request, reading.Login, ct);
        if (answer?.Status is not (>= 200 and < 300))
        {
            return (null, fault ?? ToolFault.Communication(
                answer!.Status, $"{told} cannot be read: it answered {answer.Status}."));
        }

        try
        {
            using var document = JsonDocument.Parse(answer.Body);
            var hasLogin = !ReferenceEquals(reading.Login, ToolLogin.None);
            var card = A2aCard.Read(document.RootElement, address, hasLogin, out var wrong);
            return (card, card is null ? ToolFault.Configuration($"{told}: {wrong}") : null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter: half of a surrogate pair is no text.
            return (null, ToolFault.Communication(502, $"{told} is no JSON."));
        }
    }

    private static OutgoingRequest RequestOf(A2aCall call, A2aCard agent)
    {
        List<KeyValuePair<string, string>> headers =
        [
            KeyValuePair.Create("Accept", call.IsStream ? $"{EventStream}, application/json" : "application/json"),
            KeyValuePair.Create("Content-Type", "application/json"),
            KeyValuePair.Create("Idempotency-Key", call.TaskId.ToString()),
        ];
        if (agent.Dialect.Version is { } version)
        {
            headers.Add(KeyValuePair.Create("A2A-Version", version));
        }

        var body = A2aMessages.Request(call, agent.Dialect, agent.Tenant);
        return new OutgoingRequest("POST", agent.Url, headers, body, FollowsRedirects: false)
        {
            IsConfidential = call.IsConfidential,
        };
    }

    private static ToolAnswer Read(A2aCall call, OutgoingAnswer answer, ToolLogin login)
    {
        var isEvents = answer.Header("content-type")?.StartsWith(EventStream, StringComparison.Ordinal) ?? false;
        var replies = isEvents ? EventsOf(answer.Body) : [answer.Body];
        var results = new List<JqValue>();
        foreach (var reply in replies)
        {
            var message = Parsed(reply);
            if (Member(message, "error") is { Kind: JqKind.Object } error)
            {
                return ToolAnswer.Failed(new ToolFault(
                    ToolFaultKind.Runtime, 500, $"{call.ToolName} was refused ({error["code"].ToJson()}): "
                    + login.Redaction.Clean(error["message"].AsString ?? "")));
            }

            if (answer.Status is < 200 or >= 300)
            {
                return ToolAnswer.Failed(ToolFault.Communication(
                    answer.Status, $"{call.ToolName} answered {answer.Status}."));
            }

            if (message.Kind != JqKind.Object || !message.TryGetMember("result", out var result))
            {
                return ToolAnswer.Failed(ToolFault.Communication(
                    502, $"{call.ToolName} gave no JSON-RPC with a result."));
            }

            results.Add(login.Clean(result));
        }

        return ToolAnswer.Of(call.IsStream ? JqValue.Array(results) : results[^1]);
    }

    private static List<byte[]> EventsOf(byte[] body)
    {
        using var stream = new MemoryStream(body);
        return [.. SseParser.Create(stream, (_, data) => data.ToArray()).Enumerate().Select(item => item.Data)];
    }

    private static JqValue Member(JqValue value, string name) =>
        value.Kind == JqKind.Object ? value[name] : JqValue.Null;

    private static JqValue Parsed(byte[] body)
    {
        try
        {
            return JqValue.Parse(body);
        }
        catch (JsonException)
        {
            return JqValue.Null;
        }
    }
}
