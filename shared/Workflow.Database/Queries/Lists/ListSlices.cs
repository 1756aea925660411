using Workflow.Model;

namespace Workflow.Database.Queries.Lists;

/// <summary>
/// The ways into a list. A slice is all runs of one owner, type and status (and name or business key), which an index
/// holds in order; a list is the merge of its slices, so that a page reads a few rows of each, however many there are.
/// </summary>
internal static class ListSlices
{
    private const string Ended = "r.status in ('COMPLETED', 'FAILED', 'CANCELLED')";
    private const string Open = "r.status in ('PENDING', 'RUNNING')";

    /// <summary>Common table expressions that name the owners and the slices of open runs.</summary>
    public static string With(RunFilter filter, SqlArguments arguments)
    {
        var owner = filter.OwnerId is null ? null : arguments.Text(filter.OwnerId);
        var owners = owner is null
            ? $"{OwnerWalk}, owners as (select owner_id from owner_walk where owner_id is not null "
                + $"limit {ListLimits.OwnersMax + 1})"
            : $"owners (owner_id) as (select {owner})";
        return NeedsOpenSlices(filter) ? $"with recursive {owners}, {OpenSlices(owner)}" : $"with recursive {owners}";
    }

    /// <summary>Whether the slices of open runs have to be found out, because no name is given.</summary>
    public static bool NeedsOpenSlices(RunFilter filter) =>
        filter is { Names: null, BusinessKey: null } && filter.PossibleStatuses().Any(status => !status.IsEnd());

    /// <summary>The slices of a filter, in groups that share an index.</summary>
    public static IEnumerable<ListArm> Of(RunFilter filter, ListSort sort, SqlArguments arguments)
    {
        var types = arguments.Texts(filter.Types);
        foreach (var group in filter.PossibleStatuses().GroupBy(status => (status.IsEnd(), TimeOf(status, sort))))
        {
            var (isEnd, time) = group.Key;
            var slice = new Slice(
                !isEnd, types, arguments.Texts(group.Select(status => status.ToSql())),
                LeadByName(filter, sort, !isEnd));
            var literal = time == Time.Running ? "r.status = 'RUNNING'" : isEnd ? Ended : Open;
            yield return new ListArm(
                From(filter, slice, arguments), $"{literal} and {Match(filter, slice, arguments)}", TextOf(time),
                IsOpen: sort == ListSort.Completed && !isEnd);
        }
    }

    /// <summary>Whether the names of a filter lead into an index, or are looked at row by row.</summary>
    public static bool LeadByName(RunFilter filter, ListSort sort, bool isOpen) =>
        filter is { Names: not null, BusinessKey: null } && (isOpen || sort != ListSort.Completed);

    private static string From(RunFilter filter, Slice slice, SqlArguments arguments)
    {
        if (filter.BusinessKey is not null)
        {
            return "owners o";
        }

        if (filter.Names is null && slice.IsOpen)
        {
            return $"(select * from open_slices where type = any({slice.Types}) and status = any({slice.Statuses})) s";
        }

        var slices = "owners o "
            + $"cross join unnest({slice.Types}) as t (type) cross join unnest({slice.Statuses}) as s (status)";
        return slice.IsNamed ? $"{slices} cross join unnest({arguments.Texts(filter.Names!)}) as n (name)" : slices;
    }

    private static string Match(RunFilter filter, Slice slice, SqlArguments arguments)
    {
        if (filter.BusinessKey is { } key)
        {
            return $"r.owner_id = o.owner_id and r.business_key = {arguments.Text(key)} "
                + $"and r.type = any({slice.Types}) and r.status = any({slice.Statuses})";
        }

        if (filter.Names is null && slice.IsOpen)
        {
            return "r.owner_id = s.owner_id and r.type = s.type and r.status = s.status "
                + "and r.workflow_name = s.workflow_name";
        }

        return "r.owner_id = o.owner_id and r.type = t.type and r.status = s.status"
            + (slice.IsNamed ? " and r.workflow_name = n.name" : "");
    }

    /// <param name="Types">Parameter that holds the types.</param>
    /// <param name="Statuses">Parameter that holds the statuses.</param>
    private readonly record struct Slice(bool IsOpen, string Types, string Statuses, bool IsNamed);

    private enum Time
    {
        Creation,
        Start,
        Running,
        End,
    }

    private static Time TimeOf(RunStatus status, ListSort sort) => sort switch
    {
        ListSort.Started when status.IsEnd() => Time.Start,
        ListSort.Started when status == RunStatus.Running => Time.Running,
        ListSort.Completed when status.IsEnd() => Time.End,
        _ => Time.Creation,
    };

    private static string TextOf(Time time) => time switch
    {
        Time.Creation => "r.created_at",
        Time.End => "r.completed_at",
        _ => "coalesce(r.started_at, r.created_at)",
    };

    // From each owner to the next by the first column of an index: as many looks as there are owners.
    private const string OwnerWalk = """
        owner_walk (owner_id) as (
            select least((select min(owner_id) from workflow_runs where status in ('COMPLETED', 'FAILED', 'CANCELLED')),
                         (select min(owner_id) from workflow_runs where status in ('PENDING', 'RUNNING')))
            union all
            select least((select min(owner_id) from workflow_runs
                           where status in ('COMPLETED', 'FAILED', 'CANCELLED') and owner_id > w.owner_id),
                         (select min(owner_id) from workflow_runs
                           where status in ('PENDING', 'RUNNING') and owner_id > w.owner_id))
              from owner_walk w where w.owner_id is not null
        )
        """;

    // The same over four columns. The owner bounds the walk at its end: an equal sign would begin each look at the
    // owner's first run instead of behind the last slice.
    private static string OpenSlices(string? owner) => $"""
        open_walk as (
            (select owner_id, type, status, workflow_name from workflow_runs
              where status in ('PENDING', 'RUNNING') {(owner is null ? "" : $"and owner_id = {owner}")}
              order by owner_id, type, status, workflow_name limit 1)
            union all
            select next.* from open_walk w cross join lateral (
                select owner_id, type, status, workflow_name from workflow_runs
                 where status in ('PENDING', 'RUNNING') {(owner is null ? "" : $"and owner_id <= {owner}")}
                   and (owner_id, type, status, workflow_name) > (w.owner_id, w.type, w.status, w.workflow_name)
                 order by owner_id, type, status, workflow_name limit 1) next
        ), open_slices as (
            select * from open_walk limit {ListLimits.OpenSlicesMax + 1}
        )
        """;
}

/// <summary>Slices that share an index.</summary>
/// <param name="From">Enumerates them, in SQL.</param>
/// <param name="Match">Ties runs <c>r</c> to them.</param>
/// <param name="Time">What the runs are sorted by.</param>
/// <param name="IsOpen">Whether they lie among the open runs of a list by completion.</param>
internal sealed record ListArm(string From, string Match, string Time, bool IsOpen);
