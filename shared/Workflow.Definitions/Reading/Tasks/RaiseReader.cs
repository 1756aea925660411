using Workflow.Definitions.Documents;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class RaiseReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        var raise = ObjectView.Open(context, task["raise"], Shapes.Raise);
        var node = raise?.Require("error", "an error with `type` and `status`, or the name of one in `use.errors`");
        return ReadError(context, node, at.Variables) is { } error
            ? new RaiseTask { Name = at.Name, Pointer = at.Pointer, Error = error }
            : null;
    }

    private static ErrorSpec? ReadError(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (node?.Kind != NodeKind.String)
        {
            return ErrorSpecReader.Read(context, node, variables);
        }

        return context.Reusables.Find(context, node, ErrorSpecReader.Section) is { } component
            ? context.Reusables.ReadOnce(
                component, variables.Key, found => ErrorSpecReader.Read(context, found, variables))
            : null;
    }
}
