using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class DoReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task) =>
        TaskListReader.Read(context, task["do"], at.Scope, at.Level + 1) is { } tasks
            ? new DoTask { Name = at.Name, Pointer = at.Pointer, Do = tasks }
            : null;
}
