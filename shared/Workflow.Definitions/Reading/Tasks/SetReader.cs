using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class SetReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        var node = task["set"]!;
        if (node is { Kind: NodeKind.Object, Children.Count: 0 })
        {
            context.Add(
                node, "`set` is empty; give at least one property, or an expression.", "an object, or an expression");
            return null;
        }

        return TemplateReader.ReadTransform(context, node, at.Variables) is { } value
            ? new SetTask { Name = at.Name, Pointer = at.Pointer, Set = value }
            : null;
    }
}
