using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Batches;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Database.Queries;

namespace Workflow.Api.Executions.Related;

/// <summary>An execution that belongs to another.</summary>
/// <param name="Relation">parent, child, repeats, repeated_by or same_key (the same business key).</param>
public sealed record RelatedExecution(string Relation, ExecutionBrief Execution);

/// <summary>The executions that belong to one.</summary>
/// <param name="IsMore">Whether a relation has more than are listed.</param>
public sealed record RelatedExecutions(
    Guid ExecutionId, IReadOnlyList<RelatedExecution> Related, bool IsMore);

/// <summary>Tells which executions belong to one.</summary>
public static class RelatedEndpoint
{
    private const int LimitMax = 200;
    private const int LimitUsual = 50;

    private static readonly NumberField Limit = new("limit", "Most executions of each relation.", 1, LimitMax)
    {
        Default = LimitUsual,
    };

    private static readonly QueryShape Query = new(Limit);

    public static void MapRelated(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/executions/{execution_id}/related", RelatedAsync)
            .Describe(
                "Executions v1", "List its parent and children, what it repeats and what repeats it, and those of its "
                + "business key")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers<RelatedExecutions>(200, "By relation; those of the business key the newest first.")
            .Refuses(ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> RelatedAsync(
        string execution_id, Caller caller, HttpRequest request, RelatedRuns related, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !Query.TryRead(request.Query, query, out problem))
        {
            return problem;
        }

        var limit = (int)query.Get(Limit, LimitUsual);
        if (await related.ReadAsync(caller.Sees, runId, limit + 1, ct) is not { } rows)
        {
            return Problems.RunNotFound(runId);
        }

        var groups = rows.GroupBy(row => row.Relation).Select(group => group.ToList()).ToList();
        return TypedResults.Ok(new RelatedExecutions(
            runId,
            [.. groups.SelectMany(group => group.Take(limit))
                .Select(row => new RelatedExecution(row.Relation, ExecutionBrief.Of(row.Run)))],
            groups.Exists(group => group.Count > limit)));
    }
}
