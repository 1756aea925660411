using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Audit;
using Workflow.Database.Queries;

namespace Workflow.Api.Verbs;

/// <summary>Reads what was done, by whom and when.</summary>
public static class AuditEndpoints
{
    private const string Tag = "Audit";

    private static readonly TextField Who = new("who", "User who did it.", 200);
    private static readonly TextField Verb = new("verb", "What was done, such as cancel or retry.", 50);
    private static readonly UuidField Execution = new("execution_id", "Execution that it was done to.");
    private static readonly QueryShape AllQuery = new(Who, Verb, Execution, Pages.Limit, Pages.After);

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/executions/{execution_id}/audit", OfRunAsync)
            .Describe(Tag, "List what was done to an execution, the newest first")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Pages.Query)
            .Answers<AuditPage>(200, "A page of entries.")
            .Refuses(ProblemTypes.ExecutionNotFound);
        routes.MapGet("/api/v1/audit", AllAsync)
            .Describe(Tag, "List what was done by anybody, the newest first")
            .NeedsAdmin()
            .TakesQuery(AllQuery)
            .Answers<AuditPage>(200, "A page of entries.");
    }

    private static async Task<IResult> OfRunAsync(
        string execution_id, Caller caller, HttpRequest request, AuditLog log, RunQueries runs, ApiOptions options,
        CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !Pages.Query.TryRead(request.Query, new FieldValues(), out problem)
            || !TryReadPage(request.Query, options, out var limit, out var before, out problem))
        {
            return problem;
        }

        return await runs.FindAsync(caller.Sees, runId, ct) is null
            ? Problems.RunNotFound(runId)
            : TypedResults.Ok(await PageAsync(log, new AuditFilter(runId, BeforeId: before), limit, ct));
    }

    private static async Task<IResult> AllAsync(
        HttpRequest request, AuditLog log, ApiOptions options, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!AllQuery.TryRead(request.Query, query, out var problem)
            || !TryReadPage(request.Query, options, out var limit, out var before, out problem))
        {
            return problem;
        }

        var filter = new AuditFilter(query.OrNull(Execution), query.Get(Who), query.Get(Verb), before);
        return TypedResults.Ok(await PageAsync(log, filter, limit, ct));
    }

    private static bool TryReadPage(
        IQueryCollection query, ApiOptions options, out int limit, out long? before,
        [NotNullWhen(false)] out Problem? problem)
    {
        before = null;
        if (!Pages.TryReadPlace(query, 1, options.PageMax, out limit, out var after, out problem))
        {
            return false;
        }

        if (after is not null)
        {
            if (!long.TryParse(after[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                problem = Problems.InvalidParameter(
                    Pages.After.Name, query[Pages.After.Name].ToString(),
                    "Give the value of next from the page before, or leave it out for the first page.");
                return false;
            }

            before = id;
        }

        return true;
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
