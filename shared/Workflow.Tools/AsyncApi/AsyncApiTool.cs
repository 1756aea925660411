using Workflow.Definitions;
using Workflow.Jq;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Tools.AsyncApi;

/// <summary>Publishes and consumes messages where AsyncAPI documents say, on Kafka clusters that an operator allows.
/// Thread-safe.</summary>
public sealed class AsyncApiTool(HttpTool http, IKafkaPublisher kafka, IKafkaReader reader, ToolOptions options)
{
    private const string PlatformTopics = "workflow.";

    private readonly string[] _servers = options.KafkaServers == "none" ? [] : options.KafkaServers.Split(
        ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Of all messages that one call consumes.</summary>
    public int ConsumedBytesMax => options.ResponseBytesMax;

    /// <param name="documentLogin">For where the document is.</param>
    public async Task<ToolAnswer> PublishAsync(AsyncApiCall call, FindLogin documentLogin, CancellationToken ct)
    {
        var (target, fault) = await TargetAsync(call, documentLogin, ct);
        if (target is null)
        {
            return ToolAnswer.Failed(fault!);
        }

        var body = call.Payload.ToUtf8();
        if (body.Length > options.RequestBytesMax)
        {
            return ToolAnswer.Failed(ToolFault.Validation(
                $"The message has {body.Length} bytes; {options.RequestBytesMax} are allowed "
                + "(WORKFLOW_TOOLS_REQUEST_BYTES_MAX)."));
        }

        var failed = await kafka.PublishAsync(
            new KafkaMessage(target.Server, target.IsSecure, target.Topic, body, HeadersOf(call)), ct);
        return failed is null
            ? ToolAnswer.Of(call.Payload)
            : ToolAnswer.Failed(Unreachable(call, target.Server, target.Topic, failed));
    }

    /// <summary>Where messages begin that are sent from now on.</summary>
    /// <param name="documentLogin">For where the document is.</param>
    public async Task<(KafkaPosition? Position, ToolFault? Fault)> LocateAsync(
        AsyncApiCall call, FindLogin documentLogin, CancellationToken ct)
    {
        var (target, fault) = await TargetAsync(call, documentLogin, ct);
        if (target is null)
        {
            return (null, fault);
        }

        var (ends, unknown) = await reader.FindEndsAsync(target.Server, target.IsSecure, target.Topic, ct);
        return ends is null
            ? (null, Unreachable(call, target.Server, target.Topic, unknown!))
            : (new KafkaPosition(target.Server, target.IsSecure, target.Topic, ends), null);
    }

    /// <summary>Reads from there on until it is enough, or <paramref name="over"/>.</summary>
    /// <param name="over">Ends it with what it has.</param>
    public async Task<ToolAnswer> ConsumeAsync(
        AsyncApiCall call, KafkaPosition from, Consumption consumption, CancellationToken over, CancellationToken ct)
    {
        if (Refusal(new AsyncApiTarget(from.Server, from.IsSecure, from.Topic)) is { } refusal)
        {
            return ToolAnswer.Failed(refusal);
        }

        using var both = CancellationTokenSource.CreateLinkedTokenSource(over, ct);
        try
        {
            if (await reader.ReadAsync(from, consumption.Take, both.Token) is { } failed)
            {
                return ToolAnswer.Failed(Unreachable(call, from.Server, from.Topic, failed));
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // Its time is over: what it has is what there was.
        }

        return consumption.Fault is { } fault ? ToolAnswer.Failed(fault) : ToolAnswer.Of(consumption.Messages);
    }

    private static ToolFault Unreachable(AsyncApiCall call, string server, string topic, string reason) =>
        ToolFault.Communication(503, $"{call.ToolName} at {server}, topic '{topic}': {reason}");

    private async Task<(AsyncApiTarget? Target, ToolFault? Fault)> TargetAsync(
        AsyncApiCall call, FindLogin documentLogin, CancellationToken ct)
    {
        var told = $"The AsyncAPI document {call.Document.AbsoluteUri}";
        var (document, fault) = await ReadAsync(call.Document, told, documentLogin, ct);
        if (document is null)
        {
            return (null, fault);
        }

        var (target, wrong) = AsyncApiTargets.Find(document, call);
        return target is null ? (null, ToolFault.Configuration($"{told} cannot be used: {wrong}."))
            : Refusal(target) is { } refusal ? (null, refusal)
            : (target, null);
    }

    /// <summary>The client of a cluster finds its brokers by itself: no check of addresses can hold it.</summary>
    private ToolFault? Refusal(AsyncApiTarget target) =>
        !_servers.Contains(target.Server, StringComparer.OrdinalIgnoreCase)
            ? ToolFault.Configuration(
                $"Messages must not be published or consumed at '{target.Server}'; an operator can allow it with "
                + $"WORKFLOW_TOOLS_KAFKA_SERVERS={target.Server}.")
        : target.Topic.StartsWith(PlatformTopics, StringComparison.OrdinalIgnoreCase)
            ? ToolFault.Configuration(
                $"The topic '{target.Topic}' is the platform's own; use `emit` and `listen` for its events.")
        : null;

    private static List<KeyValuePair<string, string>> HeadersOf(AsyncApiCall call) =>
    [
        KeyValuePair.Create("content-type", "application/json"),
        KeyValuePair.Create("workflow-task-id", call.TaskId.ToString()),
        .. (call.Headers.Kind == JqKind.Object ? call.Headers.Members : [])
            .Select(header => KeyValuePair.Create(header.Key, HttpBody.Text(header.Value))),
    ];

    private async Task<(JqValue? Document, ToolFault? Fault)> ReadAsync(
        Uri address, string told, FindLogin findLogin, CancellationToken ct)
    {
        var reading = await findLogin(address, ct);
        if (reading.Fault is { } without)
        {
            return (null, without);
        }

        var request = new OutgoingRequest(
            "GET", address, [KeyValuePair.Create("Accept", "application/json, application/yaml, */*;q=0.5")], null,
            FollowsRedirects: true);
        var (answer, fault, _) = await http.SendAsync(request, reading.Login, ct);
        if (answer?.Status is not (>= 200 and < 300))
        {
            return (null, fault ?? ToolFault.Communication(
                answer!.Status, $"{told} cannot be fetched: it answered {answer.Status}."));
        }

        return PlainDocument.ToJson(answer.Body, options.ResponseBytesMax, out var problem) is { } json
            ? (JqValue.Parse(json), null)
            : (null, ToolFault.Configuration($"{told} is neither JSON nor YAML: {problem}"));
    }
}
