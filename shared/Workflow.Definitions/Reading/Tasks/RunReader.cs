using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>run</c>: of a workflow, or of a process on the consumer's machine.</summary>
internal static class RunReader
{
    private const string VersionRule = "a semantic version such as '1.0.0', or `latest`";

    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        if (ObjectView.Open(context, task["run"], Shapes.Run) is not { } run)
        {
            return null;
        }

        var kinds = ProcessReader.Kinds.Append("workflow").Where(word => run[word] is not null).ToList();
        if (kinds.Count > 1)
        {
            context.AddAtName(
                run.Node, "A `run` has one thing to run; here are "
                + $"{string.Join(" and ", kinds.Select(Quote.Of))}. Make a task of each.");
            return null;
        }

        if (kinds.Count == 1 && kinds[0] != "workflow")
        {
            return ProcessReader.Read(context, at, run, kinds[0]);
        }

        if (run["return"] is { } output)
        {
            context.AddAtName(output, "`return` belongs to processes: a workflow's output is the task's.");
        }

        var isAwaited = ScalarReader.Flag(context, run["await"]) ?? true;
        var node = run.Require("workflow", $"{Shapes.Subflow.Title}, or one of {Quote.Any(ProcessReader.Kinds)}");
        if (ObjectView.Open(context, node, Shapes.Subflow) is not { } child)
        {
            return null;
        }

        var space = ReadName(context, child.Require("namespace", HeaderReader.LabelRule));
        var name = ReadName(context, child.Require("name", HeaderReader.LabelRule));
        var version = ReadVersion(context, child["version"]);
        var input = TemplateReader.ReadInput(
            context, child["input"], at.Variables, "an object with the child's input, or an expression `${ … }`");
        return space is null || name is null || version is null ? null : new RunWorkflowTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Workflow = new WorkflowReference(space, name, version),
            Input = input,
            Await = isAwaited,
        };
    }

    private static string? ReadName(ReadContext context, LocatedNode? node) =>
        IsExpression(context, node) ? null : HeaderReader.ReadLabel(context, node);

    private static string? ReadVersion(ReadContext context, LocatedNode? node)
    {
        if (node is null || node is { Kind: NodeKind.String, Text: WorkflowReference.Latest })
        {
            return WorkflowReference.Latest;
        }

        return IsExpression(context, node) ? null : HeaderReader.ReadVersion(context, node, VersionRule);
    }

    private static bool IsExpression(ReadContext context, LocatedNode? node)
    {
        var found = node?.Kind == NodeKind.String && ExpressionText.IsMarked(node.Text);
        if (found)
        {
            context.Add(
                node!,
                $"`{node!.Name}` takes plain text, not an expression; choose between workflows with a `switch`.");
        }

        return found;
    }
}
