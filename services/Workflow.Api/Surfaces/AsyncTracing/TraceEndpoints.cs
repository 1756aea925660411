using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Queries;

namespace Workflow.Api.Surfaces.AsyncTracing;

/// <summary>Reads an execution with the way it has taken.</summary>
public static class TraceEndpoints
{
    private const string Tag = "Async with tracing";

    public static void MapTraces(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/executions/{execution_id}/status", StatusAsync)
            .Describe(Tag, "Read where an execution is")
            .Needs(Scopes.RunsRead)
            .TakesHeader(PreferWait.OfReads)
            .Answers<TracedStatus>(200, "Its status.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound);
        routes.MapGet("/api/executions/{execution_id}/progress", ProgressAsync)
            .Describe(Tag, "Read how far an execution is")
            .Needs(Scopes.RunsRead)
            .Answers<TracedProgress>(200, "Its progress.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound);
        routes.MapGet("/api/executions/{execution_id}/trace", TraceAsync)
            .Describe(Tag, "Read all that is known of the way an execution has taken")
            .Needs(Scopes.RunsRead)
            .TakesQuery(StepPages.Query)
            .Answers<FullTrace>(200, "Its trace.")
            .Refuses(ProblemTypes.ExecutionNotFound);
    }

    private static Task<IResult> StatusAsync(
        string execution_id, Caller caller, HttpContext http, RunDetails runs, ReadWaits waits, ApiOptions options) =>
        waits.AnswerAsync(
            http, execution_id,
            (runId, ct) => runs.TraceAsync(caller.Sees, runId, options.StepsPageMax, hasInput: true, ct),
            trace => trace.Run.Progress.Status, TracedStatus.Of);

    private static async Task<IResult> ProgressAsync(
        string execution_id, Caller caller, RunDetails runs, ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        return await runs.TraceAsync(caller.Sees, runId, options.StepsPageMax, hasInput: false, ct) is { } trace
            ? TypedResults.Ok(TracedProgress.Of(trace))
            : Problems.RunNotFound(runId);
    }

    private static async Task<IResult> TraceAsync(
        string execution_id, Caller caller, HttpRequest request, RunQueries runs, StepQueries steps,
        ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !StepPages.TryRead(request.Query, options.StepsPageMax, out var limit, out var offset, out problem))
        {
            return problem;
        }

        if (await runs.FindAsync(caller.Sees, runId, ct) is not { } run
            || await steps.ReadAsync(caller.Sees, runId, limit, offset, ct) is not { } view)
        {
            return Problems.RunNotFound(runId);
        }

        var all = StepsAnswer.Of(runId, view);
        return TypedResults.Ok(new FullTrace(
            runId, run.WorkflowId, all.CurrentStepIndex, all.TotalSteps, all.Steps, all.ExecutionPath,
            all.BranchDecisions));
    }
}
