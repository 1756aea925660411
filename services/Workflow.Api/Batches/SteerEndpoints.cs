using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Verbs;
using Workflow.Database.Audit;
using Workflow.Database.Batches;

namespace Workflow.Api.Batches;

/// <summary>Pauses, resumes and aborts batches.</summary>
public static class SteerEndpoints
{
    private delegate Task<bool> Change(string? sees, Guid id, Actor by, CancellationToken ct);

    public static void MapBatchSteering(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/batches/{id}/pause", (
                string id, Caller caller, BatchStore store, BatchSteering steering, BatchService service,
                CancellationToken ct) => ChangeAsync(id, caller, store, steering.PauseAsync, service, ct))
            .Steers("Pause a batch: no further item begins", "It is paused; items that have begun are finished.");
        routes.MapPost("/api/v1/batches/{id}/resume", (
                string id, Caller caller, BatchStore store, BatchSteering steering, BatchService service,
                CancellationToken ct) => ChangeAsync(id, caller, store, steering.ResumeAsync, service, ct))
            .Steers("Resume a paused batch", "It goes on.");
        routes.MapPost("/api/v1/batches/{id}/abort", (
                string id, Caller caller, BatchStore store, BatchSteering steering, BatchService service,
                CancellationToken ct) => ChangeAsync(id, caller, store, steering.AbortAsync, service, ct))
            .Steers(
                "Abort a batch: what has not begun is left out", "It is aborted; items that have begun are finished.");
    }

    private static void Steers(this RouteHandlerBuilder route, string summary, string answer) => route
        .Describe(BatchEndpoints.Tag, summary)
        .Needs(Scopes.RunsWrite)
        .Answers<BatchDetail>(200, answer)
        .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.BatchNotFound, ProblemTypes.BatchEnded);

    private static async Task<IResult> ChangeAsync(
        string id, Caller caller, BatchStore store, Change change, BatchService service, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var batchId, out var problem))
        {
            return problem;
        }

        var isChanged = await change(caller.Sees, batchId, Actors.Of(caller), ct);
        service.LookNow();
        return await store.FindAsync(caller.Sees, batchId, ct) is not { } row ? BatchProblems.NotFound(batchId)
            : isChanged ? TypedResults.Ok(BatchDetail.Of(row))
            : BatchProblems.Ended(row);
    }
}
