using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>run</c>: of a workflow, the only process that is run here.</summary>
internal static class RunReader
{
    private const string VersionRule = "a semantic version such as '1.0.0', or `latest`";

    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        if (ObjectView.Open(context, task["run"], Shapes.Run) is not { } run)
        {
            return null;
        }

        var isAwaited = ScalarReader.Flag(context, run["await"]) ?? true;
        var isOther = Shapes.Run.NotYet.Any(word => run[word] is not null);
        var node = isOther ? run["workflow"] : run.Require("workflow", Shapes.Subflow.Title);
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
