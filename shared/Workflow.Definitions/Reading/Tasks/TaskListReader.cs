using System.Text;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a list of named tasks: <c>[{ name: task }, …]</c>.</summary>
internal static class TaskListReader
{
    private const string Expected = "a list of tasks, each written `- name: …`";

    /// <summary>Tasks one after the other; null, with errors, when there is no such list.</summary>
    public static TaskList? Read(ReadContext context, LocatedNode? node, VariableScope scope, int level) =>
        ReadTasks(context, node, scope, level, areBranches: false) is { } tasks ? new TaskList(tasks) : null;

    /// <summary>The tasks that could be read, no name twice.</summary>
    public static IReadOnlyList<TaskNode>? ReadTasks(
        ReadContext context, LocatedNode? node, VariableScope scope, int level, bool areBranches)
    {
        if (node is null)
        {
            return null;
        }

        if (node.Kind != NodeKind.Array)
        {
            context.AddWrongKind(node, Expected);
            return null;
        }

        if (level > context.Limits.TaskLevels)
        {
            context.Add(
                node, $"Task lists are nested more than {context.Limits.TaskLevels} levels deep, which is the limit; "
                + "move inner tasks up, or into a workflow of their own.");
            return null;
        }

        var named = node.Children.SelectMany(item => NamedIn(context, item)).ToList();
        var names = new HashSet<string>();
        var repeated = named.Where(task => !IsNew(context, names, task)).ToHashSet();
        var targets = new FlowTargets(areBranches ? null : names);
        var tasks = named.Select(task => (Named: task, Read: ReadTask(context, task, scope, level, targets))).ToList();
        return [.. tasks.Where(task => !repeated.Contains(task.Named)).Select(task => task.Read).OfType<TaskNode>()];
    }

    private static IReadOnlyList<LocatedNode> NamedIn(ReadContext context, LocatedNode item)
    {
        if (item.Kind != NodeKind.Object)
        {
            context.AddWrongKind(item, "a task with its name, written `- name: …`");
            return [];
        }

        if (item.Children.Count != 1)
        {
            var found = item.Children.Count == 0
                ? "none"
                : string.Join(", ", item.Children.Take(10).Select(child => Quote.Of(child.Name!)));
            context.Add(
                item, $"Each item of a list of tasks names exactly one task; found {found}. "
                + "Begin every task with `- ` and indent its properties below its name.",
                Expected);
        }

        return item.Children;
    }

    private static bool IsNew(ReadContext context, HashSet<string> names, LocatedNode task)
    {
        NameCheck.Check(context, task, "task");
        var isNew = names.Add(task.Name!);
        if (!isNew)
        {
            context.AddAtName(
                task, $"The list has a task named {Quote.Of(task.Name!)} already; names are unique within a list.");
        }

        return isNew;
    }

    private static TaskNode? ReadTask(
        ReadContext context, LocatedNode task, VariableScope scope, int level, FlowTargets targets)
    {
        var pointer = task.Pointer;
        if (++context.TaskCount == context.Limits.Tasks + 1)
        {
            context.AddAtName(
                task, $"The definition has more than {context.Limits.Tasks} tasks, which is the limit; "
                + "repeat with `for`, or split the workflow.");
        }

        var bytes = Encoding.UTF8.GetByteCount(pointer);
        if (bytes > context.Limits.StepPathBytes)
        {
            context.AddAtName(
                task, $"The path of this task has {bytes} bytes; the limit is {context.Limits.StepPathBytes}. "
                + "Shorten the names of the tasks around it, or nest less.");
            return null;
        }

        return TaskReader.Read(context, new TaskPlace(task, pointer, scope, level, targets));
    }
}
