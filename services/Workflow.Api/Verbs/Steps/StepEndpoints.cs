using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Model;

namespace Workflow.Api.Verbs.Steps;

/// <summary>Answer to an operator's decision.</summary>
/// <param name="Decision">complete, skip or fail.</param>
public sealed record DecidedStep(Guid ExecutionId, string StepPath, string Iteration, int Attempt, string Decision);

/// <summary>Operators end by hand what does not end by itself.</summary>
public static class StepEndpoints
{
    private static readonly AnyField Output = new(
        "output", "What the step leaves behind, as if its task had given it; null when left out.");

    private static readonly ObjectField Error = new(
        "error", "The failure: type (a URI), status, title and detail, all of which may be left out.");

    private static readonly BodyShape CompleteBody = new(StepChoice.Before(Output, VerbFields.Reason))
    {
        Example = """{"step": "classify", "output": {"label": "spam"}}""",
    };

    private static readonly BodyShape SkipBody = new(StepChoice.Before(VerbFields.Reason))
    {
        Example = """{"step": "classify", "iteration": "3"}""",
    };

    private static readonly BodyShape FailBody = new(StepChoice.Before(Error, VerbFields.Reason))
    {
        Example = """{"step": "classify", "error": {"status": 504, "title": "The agent is gone."}}""",
    };

    public static void MapSteps(this IEndpointRouteBuilder routes)
    {
        Map(routes, "complete", "Complete a step that is under way, by hand", CompleteBody, CompleteAsync);
        Map(routes, "skip", "Skip a step that is under way", SkipBody, SkipAsync);
        Map(routes, "fail", "Fail a step that is under way, by hand", FailBody, FailAsync);
    }

    private static void Map(
        IEndpointRouteBuilder routes, string verb, string summary, BodyShape body, Delegate handler) =>
        routes.MapPost($"/api/v1/executions/{{execution_id}}/steps/{verb}", handler)
            .Describe("Verbs", summary)
            .NeedsAdmin()
            .TakesBody(body)
            .Answers<DecidedStep>(202, "The owner ends the step so, at once if it is alive.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionEnded,
                ProblemTypes.StepNotOpen, ProblemTypes.StepDecided, ProblemTypes.AmbiguousStep);

    private static async Task<IResult> CompleteAsync(
        string execution_id, Caller caller, HttpRequest request, DecideCommand decide, ApiOptions options,
        CancellationToken ct)
    {
        var (body, problem) = await CompleteBody.ReadAsync(request, options);
        return problem ?? await RunAsync(
            execution_id, caller, body, StepVerdict.Complete, body.Get(Output), null, decide, ct);
    }

    private static async Task<IResult> SkipAsync(
        string execution_id, Caller caller, HttpRequest request, DecideCommand decide, ApiOptions options,
        CancellationToken ct)
    {
        var (body, problem) = await SkipBody.ReadAsync(request, options);
        return problem ?? await RunAsync(execution_id, caller, body, StepVerdict.Skip, default, null, decide, ct);
    }

    private static async Task<IResult> FailAsync(
        string execution_id, Caller caller, HttpRequest request, DecideCommand decide, ApiOptions options,
        CancellationToken ct)
    {
        var (body, problem) = await FailBody.ReadAsync(request, options);
        if (problem is not null || !StepError.TryRead(body.Get(Error), options, out var error, out problem))
        {
            return problem;
        }

        return await RunAsync(execution_id, caller, body, StepVerdict.Fail, default, error, decide, ct);
    }

    private static async Task<IResult> RunAsync(
        string executionId, Caller caller, FieldValues body, string verb, RawJson output, AgentError? error,
        DecideCommand decide, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", executionId, out var runId, out var problem))
        {
            return problem;
        }

        var choice = StepChoice.Read(body);
        var outcome = await decide.RunAsync(
            caller, runId, choice, verb, output, error, body.Get(VerbFields.Reason), ct);
        return outcome switch
        {
            DecideOutcome.Accepted accepted => TypedResults.Accepted(
                (string?)null,
                new DecidedStep(
                    runId, accepted.Step.Path, accepted.Step.Iteration, accepted.Step.Attempt, verb)),
            DecideOutcome.Ended ended => VerbProblems.Ended(runId, ended.Status),
            DecideOutcome.NotOpen notOpen => StepProblems.NotOpen(choice, notOpen.Open),
            DecideOutcome.Several several => StepProblems.Several(choice, several.Meant),
            DecideOutcome.Decided decided => StepProblems.Decided(decided.Step),
            _ => Problems.RunNotFound(runId),
        };
    }
}
