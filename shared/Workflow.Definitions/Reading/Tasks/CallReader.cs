using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>call</c>: of <c>http</c>, or of an agent by its name.</summary>
internal static class CallReader
{
    private const string Expected = "`http`, or the name of an agent";

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

        if (!IsAgent(context, node, callee))
        {
            return null;
        }

        context.Agents.Add(callee);
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
            return reserved == "http" ? $"Write `call: http` in lower case, not {Quote.Of(callee)}."
                : $"`call: {callee}` is not supported yet; use `call: http` or an agent.";
        }

        if (ExpressionText.IsMarked(callee))
        {
            return "`call` takes a name, not an expression; choose between calls with a `switch`.";
        }

        return callee.Contains('@') || callee.Contains("://", StringComparison.Ordinal)
            ? $"{Quote.Of(callee)}: functions from catalogs and addresses are not supported yet; call an agent or http."
            : $"{Quote.Of(callee)} cannot be the name of an agent: names have {AgentName.Rule}.";
    }
}
