using System.Globalization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Audit;
using Workflow.Database.Queries;

namespace Workflow.Api.Verbs;

/// <summary>Reads what was done, by whom and when.</summary>
public static class AuditEndpoints
{
    private const string Tag = "Audit";

    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/{execution_id}/audit", OfRunAsync)
            .Describe(Tag, "List what was done to an execution, the newest first")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Pages.Query)
            .Answers<AuditPage>(200, "A page of entries.")
            .Refuses(ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> OfRunAsync(
        string execution_id, Caller caller, HttpRequest request, AuditLog log, RunQueries runs, ApiOptions options,
        CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !Pages.TryRead(request.Query, 1, options.PageMax, out var limit, out var after, out problem))
        {
            return problem;
        }

        if (!TryReadBefore(after, out var before))
        {
            return Problems.InvalidParameter(
                Pages.After.Name, request.Query[Pages.After.Name].ToString(),
                "Give the value of next from the page before, or leave it out for the first page.");
        }

        return await runs.FindAsync(caller.Sees, runId, ct) is null
            ? Problems.RunNotFound(runId)
            : TypedResults.Ok(await PageAsync(log, new AuditFilter(runId, BeforeId: before), limit, ct));
    }

    private static bool TryReadBefore(string[]? after, out long? before)
    {
        before = null;
        if (after is null)
        {
            return true;
        }

        var isNumber = long.TryParse(after[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id);
        before = id;
        return isNumber;
    }

    private static async Task<AuditPage> PageAsync(AuditLog log, AuditFilter filter, int limit, CancellationToken ct)
    {
        var entries = await log.ReadAsync(filter, limit + 1, ct);
        var next = entries.Count > limit
            ? Parameters.CursorOf(entries[limit - 1].Id.ToString(CultureInfo.InvariantCulture))
            : null;
        return new AuditPage([.. entries.Take(limit).Select(AuditItem.Of)], next);
    }
}
