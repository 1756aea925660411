using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

internal static class SwitchReader
{
    private const string Expected = "a list of cases, each written `- name: { when: …, then: … }`";

    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        var node = task["switch"]!;
        if (node.Kind != NodeKind.Array || node.Children.Count == 0)
        {
            context.AddWrongKind(node, Expected);
            return null;
        }

        var names = new HashSet<string>();
        var cases = node.Children.Select(item => ReadCase(context, at, item, names)).OfType<SwitchCase>().ToList();
        RefuseSecondDefault(context, node);

        // The default is what remains when no other case matches, wherever it stands.
        return new SwitchTask { Name = at.Name, Pointer = at.Pointer, Cases = [.. cases.OrderBy(c => c.When is null)] };
    }

    private static SwitchCase? ReadCase(ReadContext context, TaskPlace at, LocatedNode item, HashSet<string> names)
    {
        if (item.Kind != NodeKind.Object || item.Children.Count != 1)
        {
            context.AddWrongKind(item, "exactly one case with its name, written `- name: { when: …, then: … }`");
            return null;
        }

        var named = item.Children[0];
        NameCheck.Check(context, named, "case");
        if (!names.Add(named.Name!))
        {
            context.AddAtName(named, $"The switch has a case named {Quote.Of(named.Name!)} already; names are unique.");
        }

        if (ObjectView.Open(context, named, Shapes.Case) is not { } members)
        {
            return null;
        }

        var when = TemplateReader.ReadExpression(context, members["when"], at.Variables);
        var then = members.Require("then", "`continue`, `exit`, `end` or the name of a task in the same list");
        return new SwitchCase(named.Name!, when, FlowReader.Read(context, then, at.Targets));
    }

    private static void RefuseSecondDefault(ReadContext context, LocatedNode node)
    {
        var defaults = node.Children.Where(
            item => item.Children is [{ Kind: NodeKind.Object } only] && only.Find("when") is null);
        foreach (var item in defaults.Skip(1))
        {
            context.AddAtName(
                item.Children[0], "A switch has at most one case without `when`, the default; give this one a `when`.");
        }
    }
}
