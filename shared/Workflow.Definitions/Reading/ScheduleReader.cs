using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Scheduling;
using Workflow.Model;

namespace Workflow.Definitions.Reading;

/// <summary>Reads the <c>schedule</c> of a definition.</summary>
internal static class ScheduleReader
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1);

    public static ScheduleSpec? Read(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Schedule) is not { } schedule
            || node!.Children.Any(member => !Shapes.Schedule.Names.Contains(member.Name!)))
        {
            return null;
        }

        if (node.Children.Count != 1)
        {
            context.Add(
                node, $"A schedule says in one way when it is due; here are {node.Children.Count}.",
                Shapes.Schedule.Title);
            return null;
        }

        var member = node.Children[0];
        var spec = new ScheduleSpec
        {
            Cron = ScalarReader.Text(context, schedule["cron"], "a cron expression"),
            EveryMs = Milliseconds(context, schedule["every"]),
            AfterMs = Milliseconds(context, schedule["after"]),
            On = ScheduleEventsReader.Read(context, schedule["on"]) is null
                ? null
                : new RawJson(CanonicalJson.Write(schedule["on"]!)),
        };
        if (spec is { Cron: null, EveryMs: null, AfterMs: null, On: null })
        {
            return null;
        }

        _ = Timetable.Read(spec, Least, out var fault);
        if (fault is not null)
        {
            context.Add(member, fault.Message, fault.Expected);
        }

        return spec;
    }

    private static long? Milliseconds(ReadContext context, LocatedNode? node)
    {
        if (node?.Kind == NodeKind.String && ExpressionText.IsMarked(node.Text))
        {
            context.Add(
                node, "A schedule is read before there is a run, so that an expression has nothing to look at.",
                "a fixed duration such as `{ minutes: 15 }` or `PT15M`");
            return null;
        }

        return DurationReader.Read(context, node, VariableScope.Empty.At(Moment.WorkflowInput)) is { } duration
            ? (long)duration.Fixed.TotalMilliseconds
            : null;
    }
}
