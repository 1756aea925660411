using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>listen</c>: which events end it, and what is said to a person whose decision it waits
/// for.</summary>
internal static class ListenReader
{
    private const string Strategy = "exactly one of `one`, `any` or `all`";
    private static readonly string[] Strategies = ["one", "any", "all"];

    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        if (ObjectView.Open(context, task["listen"], Shapes.Listen) is not { } listen
            || ObjectView.Open(context, listen.Require("to", Strategy), Shapes.ListenTo) is not { } to)
        {
            return null;
        }

        LocatedNode[] named = [.. to.Node.Children.Where(child => Strategies.Contains(child.Name))];
        if (named.Length != 1)
        {
            context.Add(to.Node, $"`to` needs {Strategy}, but has {named.Length} of them.", Strategy);
            return null;
        }

        var events = ReadEvents(context, at, named[0]);
        var isEnvelope = ReadAs(context, listen["read"]);
        var approval = events is null ? null : ReadApproval(context, at, named[0], events);
        return events is null ? null : new ListenTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            For = named[0].Name switch { "one" => ListenFor.One, "any" => ListenFor.Any, _ => ListenFor.All },
            Events = events,
            ReadsEnvelope = isEnvelope,
            Approval = approval,
        };
    }

    /// <returns>Null, with errors, when a filter cannot be read.</returns>
    private static IReadOnlyList<EventFilter>? ReadEvents(ReadContext context, TaskPlace at, LocatedNode strategy)
    {
        if (strategy.Name == "one")
        {
            return EventFilterReader.Read(context, strategy, at.Variables) is { } only ? [only] : null;
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

        var filters = strategy.Children.Select(item => EventFilterReader.Read(context, item, at.Variables)).ToList();
        return filters.Contains(null) ? null : [.. filters.OfType<EventFilter>()];
    }

    private static bool ReadAs(ReadContext context, LocatedNode? node)
    {
        var text = ScalarReader.Text(context, node);
        if (text is not (null or "data" or "envelope"))
        {
            context.Add(
                node!, text == "raw"
                    ? "`raw` is not supported yet; read the `data`, or the whole event with `envelope`."
                    : $"`read` must be `data` or `envelope`, but is {Quote.Of(text)}.", "`data` or `envelope`");
        }

        return text == "envelope";
    }

    private static ApprovalSpec? ReadApproval(
        ReadContext context, TaskPlace at, LocatedNode strategy, IReadOnlyList<EventFilter> events)
    {
        var spec = at.Node.Find("metadata") is { Kind: NodeKind.Object } metadata ? metadata.Find("approval") : null;
        var own = events.SelectMany(filter => filter.Conditions)
            .Select(condition => condition.Attribute == "type" ? condition.Equal?.AsString : null)
            .FirstOrDefault(type => type?.StartsWith(ApprovalSpec.ReservedTypes, StringComparison.Ordinal) == true);
        if (own != ApprovalSpec.EventType)
        {
            if (own is not null)
            {
                context.Add(
                    strategy, $"{Quote.Of(own)} is never sent: types that begin with `workflow.` are the platform's "
                    + $"own, and the only one to listen to is `{ApprovalSpec.EventType}`.");
            }
            else if (spec is not null)
            {
                context.AddAtName(
                    spec, $"An approval listens to `one` event whose `type` is `{ApprovalSpec.EventType}`.");
            }

            return null;
        }

        if (strategy.Name != "one" || events[0] is not { Conditions.Count: 1, Correlations.Count: 0 })
        {
            context.Add(
                strategy, $"An approval is listened to alone: `one: {{ with: {{ type: {ApprovalSpec.EventType} }} }}`. "
                + "What to do about the decision is said by the tasks after it.");
        }

        var words = ObjectView.Open(context, spec, Shapes.Approval);
        return new ApprovalSpec(ReadWords(context, at, words?["title"]), ReadWords(context, at, words?["prompt"]));
    }

    private static Expressions.Template? ReadWords(ReadContext context, TaskPlace at, LocatedNode? node) =>
        ScalarReader.Text(context, node) is null ? null : TemplateReader.Read(context, node!, at.Variables);
}
