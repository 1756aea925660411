using System.Globalization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Batches;

namespace Workflow.Api.Batches;

/// <summary>Reads batches and their items.</summary>
public static class ReadEndpoints
{
    private static readonly ChoiceField Status = new(
        "status", "Only items of this status.", [.. BatchItemDetail.Statuses]);

    private static readonly QueryShape ItemsQuery = new(Status, Pages.Limit, Pages.After);

    public static void MapBatchReading(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/batches", ListAsync)
            .Describe(BatchEndpoints.Tag, "List batches, the newest first")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Pages.Query)
            .Answers<BatchPage>(200, "A page of batches.");
        routes.MapGet("/api/v1/batches/{id}", GetAsync)
            .Describe(BatchEndpoints.Tag, "Read a batch with its counts")
            .Needs(Scopes.RunsRead)
            .Answers<BatchDetail>(200, "The batch.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.BatchNotFound);
        routes.MapGet("/api/v1/batches/{id}/items", ItemsAsync)
            .Describe(BatchEndpoints.Tag, "List what became of each item of a batch")
            .Needs(Scopes.RunsRead)
            .TakesQuery(ItemsQuery)
            .Answers<BatchItemPage>(200, "A page of items, in their order.")
            .Refuses(ProblemTypes.BatchNotFound);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, BatchStore store, ApiOptions options, CancellationToken ct)
    {
        if (!Pages.TryRead(request.Query, 1, options.PageMax, out var limit, out var after, out var problem)
            || !Cursors.TryReadId(after, 0, out var before, out problem))
        {
            return problem;
        }

        var rows = await store.ListAsync(caller.Sees, before, limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Id.ToString()) : null;
        return TypedResults.Ok(new BatchPage([.. rows.Take(limit).Select(BatchDetail.Of)], next));
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, BatchStore store, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var batchId, out var problem))
        {
            return problem;
        }

        return await store.FindAsync(caller.Sees, batchId, ct) is { } row
            ? TypedResults.Ok(BatchDetail.Of(row))
            : BatchProblems.NotFound(batchId);
    }

    private static async Task<IResult> ItemsAsync(
        string id, Caller caller, HttpRequest request, BatchStore store, ApiOptions options, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("id", id, out var batchId, out var problem)
            || !ItemsQuery.TryRead(request.Query, query, out problem)
            || !Pages.TryReadPlace(request.Query, 1, options.PageMax, out var limit, out var cursor, out problem))
        {
            return problem;
        }

        if (!int.TryParse(cursor?[0] ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            return Parameters.WrongCursor(cursor![0]);
        }

        if (await store.FindAsync(caller.Sees, batchId, ct) is null)
        {
            return BatchProblems.NotFound(batchId);
        }

        var status = query.Get(Status);
        ItemOutcome? outcome = status is null or "pending"
            ? null
            : Enum.Parse<ItemOutcome>(status.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        var rows = await store.ItemsAsync(batchId, outcome, status == "pending", after, limit + 1, ct);
        var next = rows.Count > limit
            ? Parameters.CursorOf(rows[limit - 1].Ordinal.ToString(CultureInfo.InvariantCulture))
            : null;
        return TypedResults.Ok(new BatchItemPage([.. rows.Take(limit).Select(BatchItemDetail.Of)], next));
    }
}
