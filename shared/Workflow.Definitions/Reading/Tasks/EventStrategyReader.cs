using Workflow.Definitions.Documents;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads which events are waited for: <c>one</c>, <c>any</c> or <c>all</c> of some filters.</summary>
internal static class EventStrategyReader
{
    public const string Expected = "exactly one of `one`, `any` or `all`";
    private static readonly string[] Strategies = ["one", "any", "all"];

    /// <param name="named">The member that says it; null, with an error, when there is not just one.</param>
    /// <returns>Null, with errors, when it cannot be read.</returns>
    public static EventStrategy? Read(
        ReadContext context, Variables variables, ObjectView view, out LocatedNode? named)
    {
        LocatedNode[] all = [.. view.Node.Children.Where(child => Strategies.Contains(child.Name))];
        named = all.Length == 1 ? all[0] : null;
        if (named is null)
        {
            context.Add(
                view.Node, $"{Quote.Of(view.Node.Name ?? "on")} needs {Expected}, but has {all.Length} of them.",
                Expected);
            return null;
        }

        return ReadEvents(context, variables, named) is not { } events ? null : new EventStrategy(
            named.Name switch { "one" => ListenFor.One, "any" => ListenFor.Any, _ => ListenFor.All }, events);
    }

    /// <summary>The type among those that events must have which nobody can send; null when there is none.</summary>
    public static string? ReservedType(IEnumerable<EventFilter> events) =>
        events.SelectMany(filter => filter.Conditions)
            .Select(condition => condition.Attribute == "type" ? condition.Equal?.AsString : null)
            .FirstOrDefault(type => type?.StartsWith(ApprovalSpec.ReservedTypes, StringComparison.Ordinal) == true);

    /// <returns>Null, with errors, when a filter cannot be read.</returns>
    private static IReadOnlyList<EventFilter>? ReadEvents(
        ReadContext context, Variables variables, LocatedNode strategy)
    {
        if (strategy.Name == "one")
        {
            return EventFilterReader.Read(context, strategy, variables) is { } only ? [only] : null;
        }

        if (strategy.Kind != NodeKind.Array)
        {
            context.AddWrongKind(strategy, "a list of event filters, each written `- with: …`");
            return null;
        }

        if (strategy is { Name: "all", Children.Count: 0 })
        {
            context.Add(strategy, "`all` is empty, so nothing would end the task; name the events.");
            return null;
        }

        var filters = strategy.Children.Select(item => EventFilterReader.Read(context, item, variables)).ToList();
        return filters.Contains(null) ? null : [.. filters.OfType<EventFilter>()];
    }
}
