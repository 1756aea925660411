using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>then</c>: a directive or the name of a task in the same list.</summary>
internal static class FlowReader
{
    private const string Expected = "`continue`, `exit`, `end` or the name of a task in the same list";

    public static FlowDirective Read(ReadContext context, LocatedNode? node, FlowTargets targets)
    {
        switch (ScalarReader.Text(context, node, Expected))
        {
            case null or "continue":
                return FlowDirective.Continue;
            case "exit":
                return FlowDirective.Exit;
            case "end":
                return FlowDirective.End;
            case { } name when targets.Names?.Contains(name) == true:
                return FlowDirective.GoTo(name);
            case { } name:
                context.Add(node!, NotFound(name, targets.Names), Expected);
                return FlowDirective.Continue;
        }
    }

    private static string NotFound(string name, IReadOnlySet<string>? names)
    {
        if (names is null)
        {
            return $"`then: {Quote.Cut(name)}` is not possible in a branch: branches run at the same time. "
                + "Put the tasks that follow each other into a `do` within the branch.";
        }

        var meant = Spelling.Nearest(name, names.Concat(["continue", "exit", "end"]));
        return $"`then` names the task {Quote.Of(name)}, but this list of tasks has none of that name"
            + (meant is null ? "; a directive cannot lead into or out of another list." : $"; did you mean `{meant}`?");
    }
}
