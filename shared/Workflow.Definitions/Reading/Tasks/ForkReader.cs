using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class ForkReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        if (ObjectView.Open(context, task["fork"], Shapes.Fork) is not { } fork)
        {
            return null;
        }

        var compete = ScalarReader.Flag(context, fork["compete"]) ?? false;
        var node = fork.Require("branches", "a list of tasks that run at the same time");
        if (node is { Kind: NodeKind.Array, Children.Count: 0 })
        {
            context.Add(node, "A fork needs at least one branch.", "a list of tasks that run at the same time");
        }

        return TaskListReader.ReadTasks(context, node, at.Scope, at.Level + 1, areBranches: true) is { } branches
            ? new ForkTask { Name = at.Name, Pointer = at.Pointer, Branches = branches, Compete = compete }
            : null;
    }
}
