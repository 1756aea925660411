using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads which events a <c>listen</c> wants: attributes by value or by condition, and correlations.</summary>
internal static class EventFilterReader
{
    private const string Attributes = "an object with attributes of the event, such as `type` and `data`";

    public static EventFilter? Read(ReadContext context, LocatedNode node, Variables variables)
    {
        if (ObjectView.Open(context, node, Shapes.EventFilter) is not { } filter
            || filter.Require("with", Attributes) is not { } with)
        {
            return null;
        }

        if (with.Kind != NodeKind.Object || with.Children.Count == 0)
        {
            context.AddWrongKind(with, Attributes);
            return null;
        }

        var conditions = with.Children.Select(member => ReadCondition(context, member, variables)).ToList();
        var correlations = ReadCorrelations(context, filter["correlate"], variables);
        return conditions.Contains(null) || correlations is null ? null : new EventFilter(conditions!, correlations);
    }

    private static EventCondition? ReadCondition(ReadContext context, LocatedNode member, Variables variables)
    {
        if (member.Kind == NodeKind.String && ExpressionText.IsMarked(member.Text))
        {
            return context.Expressions.Compile(member, variables) is { } holds
                ? new EventCondition(member.Name!, null, holds)
                : null;
        }

        if (member.Name is "id" or "type" or "source" or "subject" && ScalarReader.Text(context, member) is null)
        {
            return null;
        }

        return new EventCondition(member.Name!, TemplateReader.Literal(member), null);
    }

    private static IReadOnlyList<EventCorrelation>? ReadCorrelations(
        ReadContext context, LocatedNode? node, Variables variables)
    {
        if (node is null)
        {
            return [];
        }

        if (node.Kind != NodeKind.Object)
        {
            context.AddWrongKind(node, "an object that names each correlation");
            return null;
        }

        var read = node.Children.Select(member => ReadCorrelation(context, member, variables)).ToList();
        return read.Contains(null) ? null : [.. read.OfType<EventCorrelation>()];
    }

    private static EventCorrelation? ReadCorrelation(ReadContext context, LocatedNode member, Variables variables)
    {
        if (ObjectView.Open(context, member, Shapes.Correlation) is not { } correlation)
        {
            return null;
        }

        var from = TemplateReader.ReadExpression(
            context, correlation.Require("from", "an expression that takes the value from the event"), variables);
        var expect = correlation["expect"];
        var expected = expect is null ? null : TemplateReader.Read(context, expect, variables);
        return from is null || (expect is not null && expected is null)
            ? null
            : new EventCorrelation(member.Name!, from, expected);
    }
}
