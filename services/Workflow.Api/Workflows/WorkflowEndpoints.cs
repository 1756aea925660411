using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Conditions;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Definitions;
using Workflow.Database.Schema;

namespace Workflow.Api.Workflows;

/// <summary>Lists, reads and deletes registered workflows.</summary>
public static class WorkflowEndpoints
{
    private const string Tag = "Workflows";

    private static readonly TextField Version = new(
        "version", "Version to read, also of a workflow that was deleted; the latest when left out.");

    private static readonly QueryShape VersionQuery = new(Version);

    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/workflows", ListAsync)
            .Describe(Tag, "List workflows by namespace and name")
            .Needs(Scopes.DefinitionsRead)
            .TakesQuery(Pages.Query)
            .Answers<WorkflowPage>(200, "A page of workflows.");
        routes.MapGet("/api/v1/workflows/{id}", GetAsync)
            .Describe(Tag, "Read a workflow with one of its documents")
            .Needs(Scopes.DefinitionsRead)
            .TakesQuery(VersionQuery)
            .AnswersTagged<WorkflowDetail>("The workflow.")
            .Refuses(ProblemTypes.WorkflowNotFound);
        routes.MapDelete("/api/v1/workflows/{id}", DeleteAsync)
            .Describe(Tag, "Delete a workflow; its runs stay and go on, and its name is free")
            .Needs(Scopes.DefinitionsWrite)
            .TakesIfMatch()
            .Answers(204, "It is deleted: nothing can be started from it any more.")
            .Refuses(ProblemTypes.WorkflowNotFound);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, DefinitionStore definitions, ApiOptions options, CancellationToken ct)
    {
        var id = Guid.Empty;
        if (!Pages.TryRead(request.Query, 3, options.PageMax, out var limit, out var after, out var problem)
            || (after is not null && !Parameters.TryReadId("after", after[2], out id, out problem)))
        {
            return problem;
        }

        var rows = await definitions.ListAsync(
            caller.Sees, after is null ? null : (after[0], after[1], id), limit + 1, ct);
        var next = rows.Count > limit ? CursorOf(rows[limit - 1]) : null;
        return TypedResults.Ok(new WorkflowPage([.. rows.Take(limit).Select(WorkflowSummary.Of)], next));
    }

    private static string CursorOf(DefinitionRow row) =>
        Parameters.CursorOf(row.Namespace, row.Name, row.Id.ToString());

    private static async Task<IResult> GetAsync(
        string id, Caller caller, HttpRequest request, DefinitionStore definitions, DefinitionHistory history,
        CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("id", id, out var workflowId, out var problem)
            || !VersionQuery.TryRead(request.Query, query, out problem))
        {
            return problem;
        }

        var version = query.Get(Version);
        if (await definitions.FindAsync(caller.Sees, workflowId, version, ct) is { } found)
        {
            return Tagged(WorkflowDetail.Of(found));
        }

        return version is not null
            && await history.FindDeletedAsync(caller.Sees, workflowId, version, ct) is var (deleted, deletedAt)
                ? Tagged(WorkflowDetail.Of(deleted, deletedAt))
                : Problems.WorkflowNotFound(workflowId, version);
    }

    private static async Task<IResult> DeleteAsync(
        string id, Caller caller, HttpRequest request, DefinitionStore definitions, DefinitionHistory history,
        CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var workflowId, out var problem)
            || !IfMatch.TryRead(request, out var condition, out problem))
        {
            return problem;
        }

        DateTimeOffset? updatedAt = null;
        if (condition.IsGiven)
        {
            if (await definitions.FindAsync(caller.Sees, workflowId, null, ct) is not { } current)
            {
                return Problems.WorkflowNotFound(workflowId);
            }

            if (!condition.Holds(EntityTag.Of(WorkflowDetail.Of(current), ApiJson.Readable.WorkflowDetail)))
            {
                return Changed(workflowId);
            }

            updatedAt = current.Row.UpdatedAt;
        }

        return await history.DeleteAsync(caller.Sees, workflowId, updatedAt, ct) ? TypedResults.NoContent()
            : condition.IsGiven ? Changed(workflowId)
            : Problems.WorkflowNotFound(workflowId);
    }

    private static TaggedAnswer<WorkflowDetail> Tagged(WorkflowDetail answer) =>
        new(answer, ApiJson.Readable.WorkflowDetail);

    private static Problem Changed(Guid id) =>
        Problems.PreconditionFailed($"Workflow {id}", $"/api/v1/workflows/{id}");
}
