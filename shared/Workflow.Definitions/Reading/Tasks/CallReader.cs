using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>call</c>: of a tool (<c>http</c>, <c>openapi</c>, <c>mcp</c>, <c>a2a</c>,
/// <c>asyncapi</c>), of a function of the definition, or of an agent by its name.</summary>
internal static class CallReader
{
    private const string Expected = "`http`, `openapi`, `mcp`, `a2a`, `asyncapi`, or the name of an agent";

    private static readonly string[] Known = ["http", "openapi", "mcp", "a2a", "asyncapi"];

    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        var node = task["call"]!;
        if (ScalarReader.Text(context, node, Expected) is not { } callee)
        {
            return null;
        }

        if (callee == "http")
        {
            var with = task.Require("with", "the call's `method` and `endpoint`");
            return HttpCallReader.Read(context, at, with);
        }

        if (callee == "openapi")
        {
            var with = task.Require("with", "the call's `document` and `operationId`");
            return OpenApiCallReader.Read(context, at, with);
        }

        if (callee == "mcp")
        {
            return McpCallReader.Read(context, at, task.Require("with", "the call's `method` and `transport`"));
        }

        if (callee == "a2a")
        {
            return A2aCallReader.Read(context, at, task.Require("with", "the call's `method` and `agentCard`"));
        }

        if (callee == "asyncapi")
        {
            var with = task.Require("with", "the call's `document`, `operation` and `message`");
            return AsyncApiCallReader.Read(context, at, with);
        }

        if (context.Reusables.Named(FunctionReader.Section, callee) is { } function)
        {
            return FunctionReader.Read(context, at, task, node, function);
        }

        if (CatalogReader.IsReference(callee))
        {
            CatalogReader.Need(context, node, callee);
            return null;
        }

        if (!IsAgent(context, node, callee))
        {
            return null;
        }

        context.Agents.Add(new AgentMention(callee, node.Pointer, node.Place.Line, node.Place.Column));
        var input = TemplateReader.ReadInput(
            context, task["with"], at.Variables, "an object with the agent's input, or an expression `${ … }`");
        return new CallAgentTask { Name = at.Name, Pointer = at.Pointer, Agent = callee, With = input };
    }

    private static bool IsAgent(ReadContext context, LocatedNode node, string callee)
    {
        if (AgentName.IsValid(callee) && callee.Length <= context.Limits.NameLength)
        {
            return true;
        }

        var reserved = AgentName.Reserved.FirstOrDefault(
            word => word.Equals(callee, StringComparison.OrdinalIgnoreCase));
        context.Add(node, Refusal(callee, reserved), reserved is null ? AgentName.Rule : Expected);
        return false;
    }

    private static string Refusal(string callee, string? reserved)
    {
        if (reserved is not null)
        {
            return Known.Contains(reserved) ? $"Write `call: {reserved}` in lower case, not {Quote.Of(callee)}."
                : $"`call: {callee}` is not supported yet; use `call: http` or an agent.";
        }

        if (ExpressionText.IsMarked(callee))
        {
            return "`call` takes a name, not an expression; choose between calls with a `switch`.";
        }

        return $"{Quote.Of(callee)} cannot be the name of an agent: names have {AgentName.Rule}.";
    }
}
