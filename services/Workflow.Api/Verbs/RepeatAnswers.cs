using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>Answer to a retry or rerun.</summary>
/// <param name="ExecutionId">The new execution.</param>
/// <param name="RetriedFrom">The one that it repeats.</param>
/// <param name="InheritedSteps">Steps that were taken over from it and are not run again.</param>
public sealed record RepeatedExecution(Guid ExecutionId, string Status, Guid RetriedFrom, int InheritedSteps);

/// <summary>Answers to retries and reruns.</summary>
internal static class RepeatAnswers
{
    public static IResult Of(HttpContext http, Guid runId, RepeatRequest request, RepeatOutcome outcome) =>
        outcome switch
        {
            RepeatOutcome.Accepted accepted => Accepted(http, runId, accepted),
            RepeatOutcome.KeyTaken taken => Problems.KeyTaken(request.IdempotencyKey!, taken.RunId),
            RepeatOutcome.TooMany tooMany => tooMany.Problem,
            RepeatOutcome.DefinitionGone => VerbProblems.DefinitionGone(runId),
            RepeatOutcome.UnknownStep unknown => VerbProblems.UnknownStep(request.FromStep!, unknown.Known),
            RepeatOutcome.AmbiguousStep several => VerbProblems.AmbiguousStep(request.FromStep!, several.Paths),
            RepeatOutcome.StepNotReached => VerbProblems.StepNotReached(runId, request.FromStep!, request.Iteration),
            RepeatOutcome.StepInRace inRace => VerbProblems.StepInRace(request.FromStep!, inRace.Race),
            _ => Problems.RunNotFound(runId),
        };

    private static IResult Accepted(HttpContext http, Guid runId, RepeatOutcome.Accepted accepted)
    {
        var run = accepted.Run;
        if (!run.IsNew)
        {
            http.Response.Headers[IdempotencyKey.RepeatedHeader] = "true";
        }

        return TypedResults.Accepted(
            $"/api/workflows/executions/{run.RunId}",
            new RepeatedExecution(run.RunId, run.Status.ToJson(), runId, run.InheritedSteps));
    }
}
