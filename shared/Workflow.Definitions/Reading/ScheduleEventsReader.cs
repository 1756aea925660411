using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Tasks;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading;

/// <summary>Reads <c>schedule.on</c>: the events that start a run. There is no run yet, so its expressions see the
/// event alone.</summary>
internal static class ScheduleEventsReader
{
    private static readonly Variables NoVariables = new([], "");

    /// <returns>Null, with errors, when it cannot be read; null without one when there is none.</returns>
    public static EventStrategy? Read(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.ScheduleOn) is not { } on
            || EventStrategyReader.Read(context, NoVariables, on, out var named) is not { } strategy)
        {
            return null;
        }

        var isKept = IsText(context, node!);
        if (EventStrategyReader.ReservedType(strategy.Events) is { } own)
        {
            context.Add(
                named!, $"{Quote.Of(own)} is never sent: types that begin with `workflow.` are the platform's own.");
            isKept = false;
        }

        IReadOnlyList<LocatedNode> filters = strategy.For == ListenFor.One ? [named!] : named!.Children;
        foreach (var (filter, written) in strategy.Events.Zip(filters))
        {
            foreach (var correlation in filter.Correlations.Where(one => one.Expect is not (null or LiteralTemplate)))
            {
                context.Add(
                    written.Find("correlate")!.Find(correlation.Name)!.Find("expect")!,
                    "Before there is a run, `expect` has nothing to look at: write the value itself, or leave it out, "
                    + "so that the first event says what the others must have.", "a value that is no expression");
                isKept = false;
            }
        }

        return isKept ? strategy : null;
    }

    /// <summary>What events must have is compared by the database.</summary>
    private static bool IsText(ReadContext context, LocatedNode node)
    {
        var isText = !HasNul(node.Text) && !HasNul(node.Name);
        if (!isText)
        {
            context.Add(node, "The text holds a NUL character (\\u0000), which cannot be looked for; leave it out.");
        }

        return node.Children.Aggregate(isText, (isFine, child) => IsText(context, child) && isFine);
    }

    private static bool HasNul(string? text) => text?.Contains('\0') == true;
}
