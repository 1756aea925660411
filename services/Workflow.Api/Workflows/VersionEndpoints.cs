using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using System.Globalization;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Definitions;

namespace Workflow.Api.Workflows;

/// <summary>The versions of a workflow.</summary>
public static class VersionEndpoints
{
    public static void MapWorkflowVersions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/workflows/{id}/versions", ListAsync)
            .Describe("Workflows", "List a workflow's versions, the newest registration first")
            .Needs(Scopes.DefinitionsRead)
            .TakesQuery(Pages.Query)
            .Answers<WorkflowVersionPage>(200, "A page of versions.")
            .Refuses(ProblemTypes.WorkflowNotFound);

    private static async Task<IResult> ListAsync(
        string id, Caller caller, HttpRequest request, DefinitionStore definitions, DefinitionHistory history,
        ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var workflowId, out var problem)
            || !Pages.TryRead(request.Query, 2, options.PageMax, out var limit, out var after, out problem)
            || !TryReadPlace(request.Query, after, out var place, out problem))
        {
            return problem;
        }

        var rows = await history.VersionsAsync(caller.Sees, workflowId, place, limit + 1, ct);
        if (rows.Count == 0 && await definitions.FindAsync(caller.Sees, workflowId, null, ct) is null)
        {
            return Problems.WorkflowNotFound(workflowId);
        }

        var next = rows.Count > limit
            ? Parameters.CursorOf(rows[limit - 1].CreatedAt.ToString("O"), rows[limit - 1].Version)
            : null;
        return TypedResults.Ok(new WorkflowVersionPage([.. rows.Take(limit).Select(WorkflowVersion.Of)], next));
    }

    private static bool TryReadPlace(
        IQueryCollection query, string[]? after, out (DateTimeOffset CreatedAt, string Version)? place,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out Problem? problem)
    {
        (place, problem) = (null, null);
        if (after is null)
        {
            return true;
        }

        if (!DateTimeOffset.TryParseExact(
            after[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var createdAt))
        {
            problem = Problems.InvalidParameter(
                Pages.After.Name, query[Pages.After.Name].ToString(), "Give the value of next from the page before.");
            return false;
        }

        place = (createdAt, after[1]);
        return true;
    }
}
