using Workflow.Api.Accounts;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Definitions;
using Workflow.Database.Queries.Lists;
using Workflow.Model;

namespace Workflow.Api.Executions.Reading;

/// <summary>A list as a surface's query asks for it.</summary>
/// <param name="Query">With the fields of <see cref="ListFields"/>.</param>
/// <param name="Filter">What the surface's own fields say.</param>
/// <param name="Target">Id, name or namespace/name of a workflow, or the name of an agent; null for any.</param>
/// <param name="OffsetName">What the surface calls the parameter behind <paramref name="Offset"/>.</param>
/// <param name="PayloadBytesMax">0 for a list without payloads.</param>
public sealed record ListRequest(
    FieldValues Query, RunFilter Filter, string? Target, ListOrder Order, int Limit, int Offset, string OffsetName,
    int PayloadBytesMax);

/// <summary>Reads lists of executions for callers (R10).</summary>
public sealed class ListCommand(RunLists lists, WorkflowNames names, Options.ApiOptions options)
{
    public async Task<(RunPage? Page, Problem? Problem)> RunAsync(
        Caller caller, ListRequest request, CancellationToken ct)
    {
        if (ProblemOf(caller, request, out var place) is { } problem)
        {
            return (null, problem);
        }

        var owner = request.Query.Get(ListFields.Owner) ?? caller.Sees;
        var filter = await NamedAsync(
            owner, request.Filter with { OwnerId = owner }, request.Query.Get(ListFields.WorkflowName),
            request.Target, ct);
        var outcome = await lists.ReadAsync(
            filter, request.Order, new ListPart(request.Limit, request.Offset, place),
            new ListLimits(
                options.ListRowsMax, (int)request.Query.Get(ListFields.CountMax, options.ListCountMax),
                request.PayloadBytesMax),
            ct);
        return outcome.Page is null ? (null, TooBroad()) : (outcome.Page, null);
    }

    private Problem? ProblemOf(Caller caller, ListRequest request, out ListPlace? place)
    {
        place = null;
        var (query, filter) = (request.Query, request.Filter);
        if (query.Get(ListFields.Owner) is { } owner && !caller.IsAdmin && owner != caller.OwnerId)
        {
            return AccountProblems.AdminOnly();
        }

        if (filter.OutputContains is { } text && (filter.Created.From ?? filter.Started.From ?? filter.Completed.From)
            is null)
        {
            return Problems.InvalidParameter(
                ListFields.OutputContains.Name, text,
                "Outputs are searched within a time only: give created_from, started_from or completed_from as well.");
        }

        if (query.Get(ListFields.Cursor) is { } cursor)
        {
            if (request.Offset > 0)
            {
                return Problems.InvalidParameter(
                    ListFields.Cursor.Name, cursor, $"Give it or {request.OffsetName}, not both.");
            }

            if (!ListCursor.TryRead(cursor, request.Order, out var read, out var problem))
            {
                return problem;
            }

            place = read;
        }

        return (long)request.Offset + request.Limit > options.ListRowsMax
            ? Problems.InvalidParameter(
                request.OffsetName, $"{request.Offset}",
                $"Rows beyond {options.ListRowsMax} are reached by cursor: follow next_cursor from page to page.")
            : null;
    }

    /// <summary>The filter with the names that lead into an index.</summary>
    private async Task<RunFilter> NamedAsync(
        string? owner, RunFilter filter, string? name, string? target, CancellationToken ct)
    {
        if (name is not null)
        {
            filter = filter with { Names = [name] };
        }

        if (target is null)
        {
            return filter;
        }

        if (!WorkflowTarget.TryParse(target, out var reference) || reference is { Id: null, Namespace: null })
        {
            return filter with { Names = Both(filter.Names, target) };
        }

        if (reference.Value is { Id: { } id })
        {
            var known = await names.NameOfAsync(id, ct);
            return filter with { WorkflowIds = [id], Names = Both(filter.Names, known) };
        }

        var found = await names.FindAsync(owner, reference.Value.Namespace, reference.Value.Name!, ct);
        return filter with
        {
            WorkflowIds = [.. found.Select(one => one.Id)],
            Names = Both(filter.Names, reference.Value.Name),
        };
    }

    private static IReadOnlyList<string> Both(IReadOnlyList<string>? names, string? name) =>
        name is not null && names?.Contains(name) != false ? [name] : [];

    private static Problem TooBroad() => Problems.InvalidParameter(
        ListFields.Owner.Name, "",
        $"The list spans more than {ListLimits.OwnersMax} owners, or more than {ListLimits.OpenSlicesMax} workflows of "
        + "open executions; narrow it by owner, by workflow_name, or by a status that is an end.");
}
