using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Model;

namespace Workflow.Api.Surfaces.WorkflowExecutions;

/// <summary>Answer to a cancellation: the result of the execution, and when it ended.</summary>
/// <param name="Status">Always <c>cancelled</c>.</param>
/// <param name="OutputData">Always null.</param>
/// <param name="ErrorMessage">The reason that was given; null without one.</param>
/// <param name="Stage">Where the cancellation found it: pending, scheduled, running, waiting, waiting_for_agent,
/// waiting_for_child, waiting_for_signal or paused.</param>
public sealed record CancelledExecution(
    Guid ExecutionId, string Status, RawJson OutputData, string? ErrorMessage, DateTimeOffset CancelledAt,
    string Stage);

/// <summary>Cancels an execution.</summary>
public static class CancelEndpoint
{
    public static void MapCancelExecution(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/workflows/executions/{execution_id}/cancel", CancelAsync)
            .Describe("Workflow executions", "Cancel a pending or running execution")
            .Needs(Scopes.RunsWrite)
            .TakesBody(CancelBody.Shape)
            .Answers<CancelledExecution>(200, "The execution is cancelled; that is final.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionNotCancellable);

    private static async Task<IResult> CancelAsync(
        string execution_id, Caller caller, HttpRequest request, CancelCommand cancel, ApiOptions options,
        CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await CancelBody.Shape.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var reason = body.Get(CancelBody.Reason);
        return await cancel.RunAsync(caller, runId, reason, ct) switch
        {
            CancelOutcome.Cancelled done => TypedResults.Ok(new CancelledExecution(
                runId, RunStatus.Cancelled.ToJson(), default, reason, done.Run.CancelledAt, done.Run.Stage)),
            CancelOutcome.Ended ended => Problems.RunNotCancellable(runId, ended.Status),
            _ => Problems.RunNotFound(runId),
        };
    }
}
