using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Intake;

namespace Workflow.Api.Verbs;

/// <summary>Retries executions.</summary>
public static class RetryEndpoint
{
    public static void MapRetry(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/executions/{execution_id}/retry", RetryAsync)
            .Describe("Verbs", "Retry a failed or cancelled execution from its failed step, as a new one")
            .Needs(Scopes.RunsWrite)
            .TakesHeader(IdempotencyKey.Field)
            .TakesBody(VerbFields.Plain)
            .Answers<RepeatedExecution>(202, "The new execution is accepted, or was before under the same key.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionNotRetryable,
                ProblemTypes.DefinitionGone, ProblemTypes.IdempotencyKeyReused, ProblemTypes.BacklogFull,
                ProblemTypes.QuotaExceeded);

    private static async Task<IResult> RetryAsync(
        string execution_id, Caller caller, HttpContext http, RepeatCommand repeat, Backlog backlog,
        IntakeOptions limits, ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !IdempotencyKey.TryRead(http.Request, out var key, out problem))
        {
            return problem;
        }

        if (backlog.IsTooDeep())
        {
            return Problems.BacklogFull(limits.BacklogMax);
        }

        var (body, refusal) = await VerbFields.Plain.ReadAsync(http.Request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var outcome = await repeat.RetryAsync(caller, runId, key, body.Get(VerbFields.Reason), ct);
        return outcome is RepeatOutcome.WrongStatus wrong
            ? VerbProblems.NotRetryable(runId, wrong.Status)
            : RepeatAnswers.Of(http, runId, new RepeatRequest(IdempotencyKey: key), outcome);
    }
}
