using Workflow.Api.Executions.Reading;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Options;
using Workflow.Database.Batches;
using Workflow.Database.Queries.Lists;
using Workflow.Model;

namespace Workflow.Api.Batches;

/// <summary>Chooses executions by what the list of executions can be narrowed by.</summary>
public sealed class BatchFilter(ListCommand list, ApiOptions options, BatchOptions limits)
{
    private const int PageSize = 1_000;

    /// <summary>Pages that are gone through: a filter without an index may yield few executions on each.</summary>
    private const int PagesMax = 200;

    private static readonly TextsField Status = new("status", "One or several.", 5)
    {
        Values = [.. Enum.GetValues<RunStatus>().Select(status => status.ToJson())],
    };

    private static readonly TextsField Type = new("type", "One or several.", 3) { Values = RunType.All };

    private static readonly TextField Target = new(
        "target_id", "Name of an agent; or id, name or namespace/name of a workflow or pipeline.", 400);

    public static readonly BodyShape Shape = new(
        [.. ListFields.After(Status, Type, Target).Except(ListFields.OfPages)]);

    /// <summary>The executions that match now and that the verb can do something to, the oldest first; one more than a
    /// batch may have when there are too many.</summary>
    public async Task<(List<Guid> Ids, Problem? Problem)> FindAsync(
        Caller caller, string verb, RawJson filter, CancellationToken ct)
    {
        var values = new FieldValues();
        if (Shape.Read(filter.Utf8, options.JsonDepthMax, values, "/filter") is { } wrong)
        {
            return ([], wrong);
        }

        var order = new ListOrder(ListSort.Created, IsAscending: true);
        var wanted = FilterOf(values, verb);
        var ids = new List<Guid>();
        for (var page = 0; page < PagesMax; page++)
        {
            var (found, problem) = await list.RunAsync(
                caller,
                new ListRequest(values, wanted, values.Get(Target), order, PageSize, 0, "offset", PayloadBytesMax: 0),
                ct);
            if (found is null)
            {
                return ([], problem);
            }

            ids.AddRange(found.Runs.Select(run => run.RunId));
            if (found.Next is not { } next || ids.Count > limits.ItemsMax)
            {
                return (ids[..Math.Min(ids.Count, limits.ItemsMax + 1)], null);
            }

            values.Set(ListFields.Cursor, ListCursor.Of(order, next));
        }

        return ([], Problems.InvalidBody([new ProblemError(
            "/filter", null, null, "Too many executions have to be looked at for it.",
            "a filter with a status, a workflow_name or a time")]));
    }

    private static RunFilter FilterOf(FieldValues values, string verb)
    {
        RunStatus[] possible = verb == BatchVerb.Cancel
            ? [RunStatus.Pending, RunStatus.Running]
            : [RunStatus.Failed, RunStatus.Cancelled];
        var filter = ListFields.Read(values) with
        {
            Statuses = values.Get(Status) is { } asked
                ? [.. ListFields.StatusesOf(asked).Intersect(possible)]
                : possible,
        };
        return values.Get(Type) is { } types ? filter with { Types = [.. types.Distinct()] } : filter;
    }
}
