using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>call</c> of a function in <c>use.functions</c>: its task, at the place of the call.</summary>
/// <remarks>Each call has steps of its own: the function's task stands below <c>call</c> as if it were written
/// there.</remarks>
internal static class FunctionReader
{
    public const string Section = "functions";

    private static readonly object Sound = new();

    /// <param name="callee">The text that names the function.</param>
    public static TaskNode? Read(
        ReadContext context, TaskPlace at, ObjectView task, LocatedNode callee, LocatedNode function)
    {
        var input = TemplateReader.ReadInput(
            context, task["with"], at.Variables, "an object with the function's input, or an expression `${ … }`");
        if (!IsSound(context, callee, function))
        {
            return null;
        }

        var below = new LocatedNode(NodeKind.Object, callee.Parent, callee.Name, callee.NamePlace, callee.Place);
        return ReadTask(context, callee, function.CopyTo(below), at.Level + 1) is { } read
            ? new DoTask { Name = at.Name, Pointer = at.Pointer, With = input, Do = new TaskList([read]) }
            : null;
    }

    /// <summary>Reads a function where it stands, for its errors: they are told once, however often it is
    /// called.</summary>
    public static bool IsSound(ReadContext context, LocatedNode callee, LocatedNode function)
    {
        if (context.OpenFunctions.Contains(function.Name!))
        {
            context.Add(
                callee, $"The function {Quote.Of(function.Name!)} calls itself, directly or through others; repeat "
                + "with `for`, or run a workflow.");
            return false;
        }

        return context.Reusables.ReadOnce(function, "", found =>
        {
            var (errors, tasks) = (context.Errors.Count, context.TaskCount);
            NameCheck.Check(context, found, "function");
            ReadTask(context, found, found, level: 1);
            context.TaskCount = tasks;
            return context.Errors.Count == errors ? Sound : null;
        }) is not null;
    }

    private static TaskNode? ReadTask(ReadContext context, LocatedNode callee, LocatedNode function, int level)
    {
        context.OpenFunctions.Add(function.Name!);
        context.TaskCount++;
        var place = new TaskPlace(
            function, function.Pointer, VariableScope.Empty, level, new FlowTargets(new HashSet<string>()));
        var read = level > context.Limits.TaskLevels
            ? TooDeep(context, callee)
            : TaskReader.Read(context, place);
        context.OpenFunctions.Remove(function.Name!);
        return read;
    }

    private static TaskNode? TooDeep(ReadContext context, LocatedNode callee)
    {
        context.Add(
            callee, $"Functions and task lists are nested more than {context.Limits.TaskLevels} levels deep, which is "
            + "the limit; call fewer functions from functions.");
        return null;
    }
}
