using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class WaitReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task) =>
        DurationReader.Read(context, task["wait"], at.Variables) is { } duration
            ? new WaitTask { Name = at.Name, Pointer = at.Pointer, Wait = duration }
            : null;
}
