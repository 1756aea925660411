using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Model;

namespace Workflow.Api.Verbs.Moving;

/// <summary>Answer to a move.</summary>
/// <param name="FromVersion">The version that it had.</param>
/// <param name="Version">The one that it has now; of a dry run the one that it would get.</param>
/// <param name="DryRun">Whether it was only checked, and nothing is changed.</param>
public sealed record MovedExecution(
    Guid ExecutionId, string Status, string FromVersion, string Version, bool DryRun);

/// <summary>Moves executions to another version of their workflow.</summary>
public static class MoveEndpoint
{
    private static readonly TextField Version = new("version", "The version; the latest one when left out.", 200);

    private static readonly FlagField DryRun = new(
        "dry_run", "True only checks: the answer is the same, and nothing is changed.");

    private static readonly BodyShape Body = new(Version, DryRun, VerbFields.Reason)
    {
        Example = """{"reason": "the new version asks another agent"}""",
    };

    public static void MapMove(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/executions/{execution_id}/move", MoveAsync)
            .Describe("Verbs", "Move a pending or running execution to another version of its workflow")
            .Needs(Scopes.RunsWrite)
            .TakesBody(Body)
            .Answers<MovedExecution>(200, "It goes on under that version, or did so before.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionEnded,
                ProblemTypes.ExecutionNotMovable, ProblemTypes.UnknownVersion, ProblemTypes.StepDoesNotFit,
                ProblemTypes.ExecutionBusy);

    private static async Task<IResult> MoveAsync(
        string execution_id, Caller caller, HttpRequest request, MoveCommand move, ApiOptions options,
        CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await Body.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var (version, dryRun) = (body.Get(Version), body.Get(DryRun));
        var outcome = dryRun
            ? await move.CheckAsync(caller, runId, version, ct)
            : await move.RunAsync(caller, runId, version, body.Get(VerbFields.Reason), ct);
        return outcome switch
        {
            MoveOutcome.Done done => TypedResults.Ok(
                new MovedExecution(runId, done.Status.ToJson(), done.From, done.To, dryRun)),
            MoveOutcome.Ended ended => VerbProblems.Ended(runId, ended.Status),
            MoveOutcome.Unregistered => MoveProblems.NotMovable(runId),
            MoveOutcome.NoVersion none => MoveProblems.NoVersion(none.WorkflowId, version),
            MoveOutcome.Refused refused => MoveProblems.Unfit(runId, refused.Unfit, refused.To),
            MoveOutcome.Busy busy => MoveProblems.Busy(runId, busy.Step),
            _ => Problems.RunNotFound(runId),
        };
    }
}
