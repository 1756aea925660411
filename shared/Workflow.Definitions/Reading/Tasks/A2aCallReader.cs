using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>with</c> of <c>call: a2a</c>.</summary>
internal static class A2aCallReader
{
    private static readonly string[] Methods =
    [
        "message/send", "message/stream", "tasks/get", "tasks/list", "tasks/cancel", "tasks/resubscribe",
        "tasks/pushNotificationConfig/set", "tasks/pushNotificationConfig/get", "tasks/pushNotificationConfig/list",
        "tasks/pushNotificationConfig/delete", "agent/getAuthenticatedExtendedCard",
    ];

    public static TaskNode? Read(ReadContext context, TaskPlace at, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, ToolShapes.A2a) is not { } with)
        {
            return null;
        }

        var expected = $"one of {Quote.Any(Methods)}";
        var method = ScalarReader.Text(context, with.Require("method", expected), expected);
        if (method is not null && !Methods.Contains(method))
        {
            context.AddWrongKind(with["method"]!, expected);
        }

        const string where = "an object with `endpoint`, the address of the agent's card; or `server` beside it";
        var card = with["agentCard"] is null && with["server"] is not null
            ? null
            : ObjectView.Open(context, with.Require("agentCard", where), ToolShapes.Resource);
        var cardAt = EndpointReader.Read(
            context, card?.Require("endpoint", "an absolute http or https URI"), at.Variables);
        var server = EndpointReader.Read(context, with["server"], at.Variables);
        var secrets = new List<string>();
        var parameters = context.Secrets.In(secrets, () => TemplateReader.ReadInput(
            context, with["parameters"], at.Variables, "an object with the method's parameters, or an expression"));
        return method is null || cardAt is null && server is null ? null : new CallA2aTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Method = method,
            Card = cardAt,
            Server = server,
            Parameters = parameters,
            Secrets = [.. secrets.Distinct()],
        };
    }
}
