using System.Globalization;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;

namespace Workflow.Definitions.Reading.Values;

/// <summary>Reads durations: an object of whole numbers, an ISO 8601 text, or an expression that gives one.</summary>
internal static class DurationReader
{
    private const string Expected =
        "a duration: an object such as `{ seconds: 30 }`, an ISO 8601 text such as `PT30S`, or an expression";

    private static readonly Dictionary<string, long> TicksPerUnit = new()
    {
        ["days"] = TimeSpan.TicksPerDay,
        ["hours"] = TimeSpan.TicksPerHour,
        ["minutes"] = TimeSpan.TicksPerMinute,
        ["seconds"] = TimeSpan.TicksPerSecond,
        ["milliseconds"] = TimeSpan.TicksPerMillisecond,
    };

    public static DurationSpec? Read(ReadContext context, LocatedNode? node, Variables variables)
    {
        switch (node?.Kind)
        {
            case null:
                return null;
            case NodeKind.Object:
                return ReadMembers(context, node);
            case NodeKind.String when ExpressionText.IsMarked(node.Text):
                return context.Expressions.Compile(node, variables) is { } expression
                    ? new DurationSpec(TimeSpan.Zero, expression)
                    : null;
            case NodeKind.String:
                return ReadIso(context, node);
            default:
                context.AddWrongKind(node, Expected);
                return null;
        }
    }

    private static DurationSpec? ReadIso(ReadContext context, LocatedNode node)
    {
        if (DurationSpec.TryParseIso(node.Text, out var duration))
        {
            return new DurationSpec(duration);
        }

        context.Add(
            node,
            $"{Quote.Of(node.Text)} is no ISO 8601 duration such as PT30S or P1DT12H "
            + $"of at most {DurationSpec.Max.Days} days; years and months are not allowed because their length varies.",
            Expected);
        return null;
    }

    private static DurationSpec? ReadMembers(ReadContext context, LocatedNode node)
    {
        ObjectView.Open(context, node, Shapes.Duration);
        if (node.Children.Count == 0)
        {
            context.Add(
                node, "The duration is empty; give at least one unit, for example `{ seconds: 30 }`.", Expected);
            return null;
        }

        var ticks = 0m;
        var isValid = true;
        foreach (var member in node.Children.Where(member => TicksPerUnit.ContainsKey(member.Name!)))
        {
            if (member.Kind == NodeKind.Number
                && ulong.TryParse(member.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                ticks += (decimal)count * TicksPerUnit[member.Name!];
            }
            else
            {
                context.AddWrongKind(member, "a whole number, zero or more");
                isValid = false;
            }
        }

        if (ticks > DurationSpec.Max.Ticks)
        {
            context.Add(node, $"The duration is longer than {DurationSpec.Max.Days} days, which is the limit.");
            return null;
        }

        return isValid ? new DurationSpec(TimeSpan.FromTicks((long)ticks)) : null;
    }
}
