using Workflow.Model;

namespace Workflow.Database.Queries.Lists;

/// <summary>The conditions of a filter on runs <c>r</c>, beside those that its slices stand for.</summary>
internal static class ListConditions
{
    /// <summary>Bounds of the time that an arm is sorted by: where its index is entered and left.</summary>
    public static string Bounds(
        RunFilter filter, ListOrder order, ListArm arm, ListPlace? after, SqlArguments arguments)
    {
        var conditions = new List<string>();
        var range = RangeOf(filter, order.Sort);
        if (range.From is { } from)
        {
            conditions.Add($"{arm.Time} >= {arguments.Time(from)}");
        }

        if (range.To is { } to)
        {
            conditions.Add($"{arm.Time} < {arguments.Time(to)}");
        }

        // A run without a start is sorted by its creation, but did not start then.
        if (!range.IsAny && order.Sort == ListSort.Started)
        {
            conditions.Add("r.started_at is not null");
        }

        if (after is { } place && place.IsOpen == arm.IsOpen)
        {
            var side = order.IsAscending ? ">" : "<";
            conditions.Add(
                $"({arm.Time}, r.run_id) {side} ({arguments.Time(place.At)}, {arguments.Id(place.RunId)})");
        }

        return string.Concat(conditions.Select(condition => " and " + condition));
    }

    /// <summary>Whether an arm lies behind the place.</summary>
    public static bool IsPast(ListOrder order, ListArm arm, ListPlace? after) =>
        after is { } place && place.IsOpen != arm.IsOpen && place.IsOpen == order.IsAscending;

    /// <summary>Conditions that no index answers, joined by <c>and</c>; null when there are none.</summary>
    public static string? Rest(RunFilter filter, ListOrder order, ListArm arm, SqlArguments arguments)
    {
        List<string> conditions =
        [
            .. Range("r.created_at", order.Sort == ListSort.Created ? default : filter.Created, arguments),
            .. Range("r.started_at", order.Sort == ListSort.Started ? default : filter.Started, arguments),
            .. Range("r.completed_at", order.Sort == ListSort.Completed ? default : filter.Completed, arguments),
            .. Range("r.completed_at - r.started_at", filter, arguments),
        ];
        if (filter.Names is { } names && !ListSlices.LeadByName(filter, order.Sort, arm.IsOpen))
        {
            conditions.Add($"r.workflow_name = any({arguments.Texts(names)})");
        }

        if (filter.WorkflowIds is { } workflows)
        {
            conditions.Add($"r.workflow_id = any({arguments.Ids(workflows)})");
        }

        if (!filter.Labels.IsEmpty)
        {
            conditions.Add($"r.labels @> {arguments.Json(filter.Labels.ToString())}");
        }

        if (filter.ErrorContains is { } error)
        {
            conditions.Add($"strpos(lower(r.error_message), lower({arguments.Text(error)})) > 0");
        }

        if (filter.OutputContains is { } output)
        {
            conditions.Add($"strpos(lower(r.output_data::text), lower({arguments.Text(output)})) > 0");
        }

        return conditions.Count == 0 ? null : string.Join(" and ", conditions);
    }

    private static TimeRange RangeOf(RunFilter filter, ListSort sort) => sort switch
    {
        ListSort.Created => filter.Created,
        ListSort.Started => filter.Started,
        _ => filter.Completed,
    };

    private static IEnumerable<string> Range(string time, TimeRange range, SqlArguments arguments)
    {
        if (range.From is { } from)
        {
            yield return $"{time} >= {arguments.Time(from)}";
        }

        if (range.To is { } to)
        {
            yield return $"{time} < {arguments.Time(to)}";
        }
    }

    private static IEnumerable<string> Range(string duration, RunFilter filter, SqlArguments arguments)
    {
        if (filter.DurationMin is { } least)
        {
            yield return $"{duration} >= {arguments.Span(least)}";
        }

        if (filter.DurationMax is { } most)
        {
            yield return $"{duration} <= {arguments.Span(most)}";
        }
    }
}
