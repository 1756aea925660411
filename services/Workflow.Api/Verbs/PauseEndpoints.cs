using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>Answer to a pause or a resume.</summary>
/// <param name="Status">pending or running: being paused is no status.</param>
/// <param name="PausedAt">Since when it is paused; null when it is not.</param>
public sealed record PausedExecution(Guid ExecutionId, string Status, DateTimeOffset? PausedAt);

/// <summary>Pauses and resumes executions.</summary>
public static class PauseEndpoints
{
    public static void MapPause(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/executions/{execution_id}/pause", PauseAsync)
            .Describe("Verbs", "Pause a pending or running execution")
            .Needs(Scopes.RunsWrite)
            .TakesBody(VerbFields.Plain)
            .Answers<PausedExecution>(200, "It is paused: nothing new of it begins, what is in flight ends.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionEnded);
        routes.MapPost("/api/v1/executions/{execution_id}/resume", ResumeAsync)
            .Describe("Verbs", "Resume a paused execution")
            .Needs(Scopes.RunsWrite)
            .TakesBody(VerbFields.Plain)
            .Answers<PausedExecution>(200, "It is not paused, or not any more.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionEnded);
    }

    private static Task<IResult> PauseAsync(
        string execution_id, Caller caller, HttpRequest request, PauseCommand pause, ApiOptions options,
        CancellationToken ct) =>
        RunAsync(execution_id, request, options, (runId, reason) => pause.PauseAsync(caller, runId, reason, ct));

    private static Task<IResult> ResumeAsync(
        string execution_id, Caller caller, HttpRequest request, PauseCommand pause, ApiOptions options,
        CancellationToken ct) =>
        RunAsync(execution_id, request, options, (runId, reason) => pause.ResumeAsync(caller, runId, reason, ct));

    private static async Task<IResult> RunAsync(
        string executionId, HttpRequest request, ApiOptions options, Func<Guid, string?, Task<PauseOutcome>> verb)
    {
        if (!Parameters.TryReadId("execution_id", executionId, out var runId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await VerbFields.Plain.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        return await verb(runId, body.Get(VerbFields.Reason)) switch
        {
            PauseOutcome.Done done => TypedResults.Ok(
                new PausedExecution(runId, done.Run.Status.ToJson(), done.Run.PausedAt)),
            PauseOutcome.Ended ended => VerbProblems.Ended(runId, ended.Status),
            _ => Problems.RunNotFound(runId),
        };
    }
}
