using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Surfaces.ExecutionsV1;

/// <summary>Reads one execution and its progress.</summary>
public static class ReadEndpoints
{
    public static void MapReadV1(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/executions/{execution_id}", GetAsync)
            .Describe("Executions v1", "Read an execution")
            .Needs(Scopes.RunsRead)
            .TakesHeader(PreferWait.OfReads)
            .Answers<ExecutionStatusV1>(200, "The execution.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound);
        routes.MapGet("/api/v1/executions/{execution_id}/progress", ProgressAsync)
            .Describe("Executions v1", "Read how far an execution is")
            .Needs(Scopes.RunsRead)
            .Answers<RunProgress>(200, "Its progress.")
            .Answers(204, "Nothing of it has begun.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound);
    }

    private static Task<IResult> GetAsync(
        string execution_id, Caller caller, HttpContext http, RunDetails runs, ReadWaits waits) =>
        waits.AnswerAsync(
            http, execution_id, (runId, ct) => runs.FindAsync(caller.Sees, runId, ct), run => run.Progress.Status,
            ExecutionStatusV1.Of);

    private static async Task<IResult> ProgressAsync(
        string execution_id, Caller caller, ProgressQueries runs, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        return await runs.FindAsync(caller.Sees, runId, ct) is not { } run ? Problems.RunNotFound(runId)
            : ExecutionStatusV1.ProgressOf(run) is { } progress ? TypedResults.Ok(progress)
            : TypedResults.NoContent();
    }
}
