using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Batches;

/// <summary>Where an execution is.</summary>
/// <param name="CompletedAt">Null while it is open.</param>
public sealed record ExecutionBrief(
    Guid ExecutionId, string Type, Guid? WorkflowId, string Name, string Status, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, string? ErrorMessage)
{
    public static ExecutionBrief Of(RunBrief run) => new(
        run.RunId, run.Type, run.WorkflowId, run.Name, run.Status.ToJson(), run.CreatedAt, run.StartedAt,
        run.CompletedAt, run.ErrorMessage);
}

/// <summary>Where many executions are.</summary>
/// <param name="Executions">In the order in which they were asked for.</param>
/// <param name="NotFound">Those that are not there, or not the caller's.</param>
public sealed record ExecutionBriefs(IReadOnlyList<ExecutionBrief> Executions, IReadOnlyList<Guid> NotFound);

/// <summary>Tells where many executions are.</summary>
public static class StatusEndpoint
{
    private const int IdsMost = 100_000;

    private static readonly TextsField Ids = new("ids", "Executions to ask about.", IdsMost, 36) { IsRequired = true };

    private static readonly BodyShape Body = new(Ids)
    {
        Example = """{"ids": ["0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55"]}""",
    };

    public static void MapBatchStatus(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/executions/batch-status", StatusAsync)
            .Describe(BatchEndpoints.Tag, "Read the status of many executions")
            .Needs(Scopes.RunsRead)
            .TakesBody(Body)
            .Answers<ExecutionBriefs>(200, "The executions that there are.")
            .Refuses(ProblemTypes.BatchTooLarge);

    private static async Task<IResult> StatusAsync(
        Caller caller, HttpRequest request, RunBriefs briefs, BatchOptions limits, ApiOptions options,
        CancellationToken ct)
    {
        var (body, problem) = await Body.ReadAsync(request, options);
        if (problem is not null)
        {
            return problem;
        }

        var texts = body.Get(Ids)!;
        if (texts.Count > limits.StatusIdsMax)
        {
            return BatchProblems.TooManyIds(limits.StatusIdsMax, texts.Count);
        }

        var errors = new List<ProblemError>();
        var ids = BatchBody.IdsOf(texts, errors);
        if (errors.Count > 0)
        {
            return Problems.InvalidBody(errors);
        }

        var found = await briefs.ReadAsync(caller.Sees, ids!, ct);
        return TypedResults.Ok(new ExecutionBriefs(
            [.. ids!.Where(found.ContainsKey).Select(id => ExecutionBrief.Of(found[id]))],
            [.. ids!.Where(id => !found.ContainsKey(id))]));
    }
}
