using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads <c>use.extensions</c>, and puts a copy of each at every task that it extends, so that its tasks have
/// steps of their own there.</summary>
internal static class ExtensionReader
{
    public const string Section = "extensions";

    private const string All = "all";

    private static readonly string[] Kinds =
        ["call", "composite", "emit", "for", "listen", "raise", "run", "set", "switch", "try", "wait", All];

    private static readonly ExtendedTask Nothing = new("", "");

    /// <summary>Reads them where they stand, for their errors; those without are kept for the tasks.</summary>
    public static void Check(ReadContext context, LocatedNode? node)
    {
        if (node is not null && node.Kind != NodeKind.Array)
        {
            context.AddWrongKind(node, "a list of extensions, each written `- name: …`");
            return;
        }

        var names = new HashSet<string>();
        foreach (var item in node?.Children ?? [])
        {
            if (item.Kind != NodeKind.Object || item.Children.Count != 1)
            {
                context.AddWrongKind(item, "an object with one extension, written `- name: …`");
                continue;
            }

            var (extension, errors) = (item.Children[0], context.Errors.Count);
            NameCheck.Check(context, extension, "extension");
            if (!names.Add(extension.Name!))
            {
                context.AddAtName(extension, $"There is an extension {Quote.Of(extension.Name!)} already.");
            }

            var tasks = context.TaskCount;
            Read(context, extension, Nothing, level: 1);
            context.TaskCount = tasks;
            if (context.Errors.Count == errors)
            {
                context.Extensions.Add(extension);
            }
        }
    }

    /// <summary>The extensions of a task.</summary>
    /// <param name="keyword">What the task does.</param>
    public static IReadOnlyList<TaskExtension> Of(ReadContext context, TaskPlace at, string keyword)
    {
        if (context.Extending is not null || context.Extensions.Count == 0)
        {
            return [];
        }

        var kind = keyword is "do" or "fork" ? "composite" : keyword;
        var found = new List<TaskExtension>();
        foreach (var extension in context.Extensions.Where(one => one.Find("extend")!.Text is var of
            && (of == All || of == kind)))
        {
            var below = new LocatedNode(NodeKind.Object, at.Node, Section, at.Node.NamePlace, at.Node.Place);
            if (Read(context, extension.CopyTo(below), new ExtendedTask(at.Name, at.Pointer), at.Level + 1) is { } read)
            {
                found.Add(read);
            }
        }

        return found;
    }

    private static TaskExtension? Read(ReadContext context, LocatedNode node, ExtendedTask extended, int level)
    {
        if (ObjectView.Open(context, node, Shapes.Extension) is not { } extension)
        {
            return null;
        }

        if (extension.Require("extend", $"one of {Quote.Any(Kinds)}") is { } extend
            && (extend.Kind != NodeKind.String || !Kinds.Contains(extend.Text)))
        {
            context.Add(extend, $"`extend` must be one of {Quote.Any(Kinds)}.", Quote.Any(Kinds));
        }

        if (extension["before"] is null && extension["after"] is null)
        {
            context.AddAtName(node, "The extension does nothing; give it tasks as `before` or `after`.");
        }

        var when = TemplateReader.ReadExpression(context, extension["when"], VariableScope.Empty.At(Moment.InTask));
        context.Extending = extended;
        var before = TaskListReader.Read(context, extension["before"], VariableScope.Empty, level);
        var after = TaskListReader.Read(context, extension["after"], VariableScope.Empty, level);
        context.Extending = null;
        return new TaskExtension(node.Name!, when, before, after);
    }
}
