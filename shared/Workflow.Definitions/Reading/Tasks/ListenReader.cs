using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads a <c>listen</c>: which events end it, and what is said to a person whose decision it waits
/// for.</summary>
internal static class ListenReader
{
    public static TaskNode? Read(ReadContext context, TaskPlace at, ObjectView task)
    {
        if (ObjectView.Open(context, task["listen"], Shapes.Listen) is not { } listen
            || listen.Require("to", EventStrategyReader.Expected) is not { } strategies
            || ObjectView.Open(context, strategies, Shapes.ListenTo) is not { } to)
        {
            return null;
        }

        var strategy = EventStrategyReader.Read(context, at.Variables, to, out var named);
        var until = ReadUntil(context, at, to["until"], named);
        var read = ReadAs(context, listen["read"]);
        var each = ForeachReader.Read(context, at, task["foreach"]);
        var approval = strategy is null
            ? null
            : ReadApproval(context, at, named!, [.. strategy.Events, .. until?.Events?.Events ?? []]);
        return strategy is null ? null : new ListenTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            For = strategy.For,
            Events = strategy.Events,
            Until = until,
            Read = read,
            Foreach = each,
            Approval = approval,
        };
    }

    private static ListenUntil? ReadUntil(ReadContext context, TaskPlace at, LocatedNode? node, LocatedNode? named)
    {
        if (node is null)
        {
            return null;
        }

        if (named is not null && named.Name != "any")
        {
            context.AddAtName(node, "`until` belongs to `any`; the other two end by themselves.");
            return null;
        }

        return node switch
        {
            { Kind: NodeKind.Object } => ObjectView.Open(context, node, Shapes.ListenUntil) is { } view
                && EventStrategyReader.Read(context, at.Variables, view, out _) is { } events
                ? new ListenUntil(null, events)
                : null,
            { Kind: NodeKind.Boolean, Text: "false" } => new ListenUntil(null, null),
            _ => TemplateReader.ReadExpression(context, node, at.Variables) is { } condition
                ? new ListenUntil(condition, null)
                : null,
        };
    }

    private static ListenRead ReadAs(ReadContext context, LocatedNode? node)
    {
        var text = ScalarReader.Text(context, node);
        if (text is not (null or "data" or "envelope" or "raw"))
        {
            context.Add(
                node!, $"`read` must be `data`, `envelope` or `raw`, but is {Quote.Of(text)}.",
                "`data`, `envelope` or `raw`");
        }

        return text switch
        {
            "envelope" => ListenRead.Envelope,
            "raw" => ListenRead.Raw,
            _ => ListenRead.Data,
        };
    }

    private static ApprovalSpec? ReadApproval(
        ReadContext context, TaskPlace at, LocatedNode strategy, IReadOnlyList<EventFilter> events)
    {
        var spec = at.Node.Find("metadata") is { Kind: NodeKind.Object } metadata ? metadata.Find("approval") : null;
        var own = EventStrategyReader.ReservedType(events);
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

        if (at.Node.Find("foreach") is { } each)
        {
            context.AddAtName(
                each, "An approval is one decision, so `foreach` has nothing to go through: say what to do about it in "
                + "the tasks after this one.");
        }

        var words = ObjectView.Open(context, spec, Shapes.Approval);
        return new ApprovalSpec(ReadWords(context, at, words?["title"]), ReadWords(context, at, words?["prompt"]));
    }

    private static Expressions.Template? ReadWords(ReadContext context, TaskPlace at, LocatedNode? node) =>
        ScalarReader.Text(context, node) is null ? null : TemplateReader.Read(context, node!, at.Variables);
}
