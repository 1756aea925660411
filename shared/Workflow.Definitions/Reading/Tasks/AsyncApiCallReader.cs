using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>with</c> of <c>call: asyncapi</c>: a message to be published, or messages to be
/// consumed.</summary>
internal static class AsyncApiCallReader
{
    private const string Protocol = "`kafka` or `kafka-secure`, which alone are spoken";

    public static TaskNode? Read(ReadContext context, TaskPlace at, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, ToolShapes.AsyncApi) is not { } with)
        {
            return null;
        }

        var errors = context.Errors.Count;
        var document = ObjectView.Open(
            context, with.Require("document", "an object with `endpoint`"), ToolShapes.Resource);
        var endpoint = EndpointReader.Read(
            context, document?.Require("endpoint", "an absolute http or https URI"), at.Variables);
        var channel = ScalarReader.Text(context, with["channel"], "the name of a channel");
        var operation = ScalarReader.Text(context, with["operation"], "the name of an operation");
        if (channel is null == operation is null)
        {
            context.Add(
                node!, "Which topic it is says either `operation` (AsyncAPI 3) or `channel` (AsyncAPI 2).",
                "`operation` or `channel`");
        }

        if (ScalarReader.Text(context, with["protocol"], Protocol) is { } protocol
            && protocol is not ("kafka" or "kafka-secure"))
        {
            context.AddWrongKind(with["protocol"]!, Protocol);
        }

        var server = ObjectView.Open(context, with["server"], ToolShapes.AsyncApiServer);
        var name = ScalarReader.Text(context, server?.Require("name", "a server of the document"));
        var subscription = with["subscription"] is { } consumed
            ? AsyncApiSubscriptionReader.Read(context, at, consumed)
            : null;
        if (with["subscription"] is { } one && with["message"] is not null)
        {
            context.AddAtName(one, "A call either publishes a `message` or consumes messages by a `subscription`.");
        }

        var message = with["subscription"] is null
            ? ObjectView.Open(
                context, with.Require("message", "an object with `payload`, or a `subscription`"),
                ToolShapes.AsyncApiMessage)
            : null;
        var payload = message?["payload"] is { } body ? TemplateReader.Read(context, body, at.Variables) : null;
        var headers = HttpPairsReader.Read(context, message?["headers"], at.Variables, areHeaders: false);
        var variables = HttpPairsReader.Read(context, server?["variables"], at.Variables, areHeaders: false);
        return context.Errors.Count > errors || endpoint is null ? null : new CallAsyncApiTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Document = endpoint,
            Channel = channel,
            Operation = operation,
            Server = name,
            Variables = variables,
            Payload = payload,
            Headers = headers,
            Subscription = subscription,
        };
    }
}
