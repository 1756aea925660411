using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Executions;

/// <summary>Reads one execution and its steps.</summary>
public static class ExecutionEndpoints
{
    public static void MapExecutions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/workflows/executions/{execution_id}", GetAsync)
            .Describe("Workflow executions", "Read an execution")
            .Needs(Scopes.RunsRead)
            .TakesHeader(PreferWait.OfReads)
            .Answers<ExecutionDetail>(200, "The execution.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound);
        routes.MapGet("/api/executions/{execution_id}/steps", StepsAsync)
            .Describe("Async with tracing", "Read an execution's steps")
            .Needs(Scopes.RunsRead)
            .TakesQuery(StepPages.Query)
            .Answers<ExecutionSteps>(200, "A page of steps, with facts about all.")
            .Refuses(ProblemTypes.ExecutionNotFound);
    }

    private static Task<IResult> GetAsync(
        string execution_id, Caller caller, HttpContext http, RunQueries runs, ReadWaits waits) =>
        waits.AnswerAsync(
            http, execution_id, (runId, ct) => runs.FindAsync(caller.Sees, runId, ct), run => run.Status,
            run => new ExecutionDetail(
                run.RunId, run.WorkflowId, run.Status.ToJson(), run.Input, run.Output, run.ErrorMessage,
                run.StartedAt ?? run.CreatedAt, run.CompletedAt));

    private static async Task<IResult> StepsAsync(
        string execution_id, Caller caller, HttpRequest request, StepQueries steps, ApiOptions options,
        CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !StepPages.TryRead(request.Query, options.StepsPageMax, out var limit, out var offset, out problem))
        {
            return problem;
        }

        return await steps.ReadAsync(caller.Sees, runId, limit, offset, ct) is { } view
            ? TypedResults.Ok(StepsAnswer.Of(runId, view))
            : Problems.RunNotFound(runId);
    }
}
