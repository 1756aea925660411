using Npgsql;

namespace Workflow.Database.Queries.Lists;

/// <summary>The statements behind a page of a list.</summary>
internal static class ListStatements
{
    private const string Columns = """
        k.at, k.is_open, k.matches, k.is_last, r.run_id, r.type, r.workflow_id, r.workflow_name, r.workflow_version,
        r.owner_id, r.status, r.labels::text, r.business_key, r.priority, r.error_message, r.created_at, r.started_at,
        r.completed_at
        """;

    /// <summary>The page's runs in order. Where a slice was given up its last row is marked, which may not match
    /// itself: what comes after it is not certain.</summary>
    /// <param name="isRest">Whether there are conditions without an index, so that such rows may come, and the offset
    /// is left to the reader.</param>
    public static NpgsqlBatchCommand Page(
        RunFilter filter, ListOrder order, ListPart part, ListLimits limits, out bool isRest)
    {
        var arguments = new SqlArguments();
        var with = ListSlices.With(filter, arguments);
        var most = part.Offset + part.Limit + 1;
        var arms = new List<string>();
        isRest = false;
        foreach (var arm in ListSlices.Of(filter, order.Sort, arguments)
            .Where(arm => !ListConditions.IsPast(order, arm, part.After)))
        {
            var rest = ListConditions.Rest(filter, order, arm, arguments);
            isRest |= rest is not null;
            var bounds = ListConditions.Bounds(filter, order, arm, part.After, arguments);
            arms.Add(rest is null ? Plain(arm, bounds, order, most) : Walked(arm, bounds, rest, order, most, limits));
        }

        var by = $"is_open {order.Direction}, at {order.Direction}, run_id {order.Direction}";
        var offset = isRest ? 0 : part.Offset;
        return arguments.Command($"""
            {with}, keys as materialized (
                {(arms.Count == 0 ? Nothing : string.Join("\nunion all\n", arms))}
                order by {by} limit {most - offset} offset {offset}
            )
            select {Columns}, {Payloads(limits.PayloadBytesMax)}
              from keys k join workflow_runs r on r.run_id = k.run_id
             order by k.is_open {order.Direction}, k.at {order.Direction}, k.run_id {order.Direction}
            """);
    }

    /// <summary>One row: how many runs there are, at most one more than the limit; how many owners, and slices of open
    /// runs, the list spans.</summary>
    /// <remarks>The order is for the planner alone: it leaves one index to choose. Where all runs are alike in what the
    /// first columns hold, others look as good, of which slices without runs would be read whole.</remarks>
    public static NpgsqlBatchCommand Count(RunFilter filter, ListOrder order, ListLimits limits)
    {
        var arguments = new SqlArguments();
        var with = ListSlices.With(filter, arguments);
        var most = limits.CountMax + 1;
        string Ordered(ListArm arm) => filter.BusinessKey is null ? $" order by {arm.Time}, r.run_id" : "";
        var arms = ListSlices.Of(filter, order.Sort, arguments)
            .Where(arm => ListConditions.Rest(filter, order, arm, new SqlArguments()) is null)
            .Select(arm => $"""
                select true from {arm.From} cross join lateral (
                    select from workflow_runs r
                     where {arm.Match}{ListConditions.Bounds(filter, order, arm, null, arguments)}
                    {Ordered(arm)} limit {most}) found
                """)
            .ToList();
        var all = arms.Count == 0 ? "select where false" : string.Join("\nunion all\n", arms);
        return arguments.Command($"""
            {with}
            select (select count(*) from ({all} limit {most}) counted),
                   (select count(*) from owners),
                   {(ListSlices.NeedsOpenSlices(filter) ? "(select count(*) from open_slices)" : "0::bigint")}
            """);
    }

    private const string Nothing =
        "select null::uuid as run_id, null::timestamptz as at, false as is_open, true as matches, false as is_last "
        + "where false";

    private static string Plain(ListArm arm, string bounds, ListOrder order, int most) => $"""
        select found.run_id, found.at, {(arm.IsOpen ? "true" : "false")} as is_open, true as matches, false as is_last
          from {arm.From} cross join lateral (
            select r.run_id, {arm.Time} as at from workflow_runs r
             where {arm.Match}{bounds}
             order by {arm.Time} {order.Direction}, r.run_id {order.Direction} limit {most}) found
        """;

    // Each slice is gone through until it has given enough, or enough of it has been looked at.
    private static string Walked(
        ListArm arm, string bounds, string rest, ListOrder order, int most, ListLimits limits) => $"""
        select found.run_id, found.at, {(arm.IsOpen ? "true" : "false")} as is_open, found.matches, found.is_last
          from {arm.From} cross join lateral (
            select walked.*, walked.place = {limits.RowsMax} as is_last from (
                select r.run_id, {arm.Time} as at, coalesce({rest}, false) as matches,
                       row_number() over (order by {arm.Time} {order.Direction}, r.run_id {order.Direction}) as place
                  from workflow_runs r
                 where {arm.Match}{bounds}
                 order by {arm.Time} {order.Direction}, r.run_id {order.Direction} limit {limits.RowsMax}) walked
             where walked.matches or walked.place = {limits.RowsMax}
             limit {most}) found
        """;

    // A stored size above the limit saves the look at the value itself.
    private static string Payloads(int bytesMax)
    {
        string Fits(string column) => $"case when r.{column} is null then true "
            + $"when pg_column_size(r.{column}) > {bytesMax} then false "
            + $"else octet_length(r.{column}::text) <= {bytesMax} end";
        string One(string column) => $"case when {Fits(column)} then r.{column} end, {Fits(column)}";
        return bytesMax == 0 ? "null, false, null, false" : $"{One("input_data")}, {One("output_data")}";
    }
}
