using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Verbs;
using Workflow.Database.Batches;
using Workflow.Model;

namespace Workflow.Api.Batches;

/// <summary>Asks for batches.</summary>
public static class BatchEndpoints
{
    internal const string Tag = "Batches";
    private const int SampleSize = 10;

    public static void MapBatches(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/batches", CreateAsync)
            .Describe(Tag, "Start, cancel or retry many executions, or count how many")
            .Needs(Scopes.RunsWrite)
            .TakesBody(BatchBody.Shape)
            .Answers<BatchDetail>(202, "The batch is accepted.")
            .Answers<BatchPreview>(200, "What it would do, for a dry run.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.AdminOnly, ProblemTypes.BatchTooLarge,
                ProblemTypes.TooManyBatches);

    private static async Task<IResult> CreateAsync(
        Caller caller, HttpRequest request, BatchStore store, BatchFilter filter, StartItem starts,
        BatchService service, BatchOptions limits, ApiOptions options, TimeProvider time, CancellationToken ct)
    {
        var (body, problem) = await BatchBody.Shape.ReadAsync(request, options);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new List<ProblemError>();
        if (BatchBody.Read(body, limits, errors) is not { } asked)
        {
            return Problems.InvalidBody(errors);
        }

        if (asked.Ids?.Count > limits.ItemsMax || asked.Items?.Count > limits.ItemsMax)
        {
            return BatchProblems.TooLarge(limits.ItemsMax, asked.Ids?.Count ?? asked.Items?.Count);
        }

        var (items, refusal) = asked.Items is { } given
            ? Starts(given, starts)
            : await RunsAsync(caller, asked, filter, ct);
        if (refusal is not null)
        {
            return refusal;
        }

        if (asked.IsDryRun)
        {
            return TypedResults.Ok(await PreviewAsync(caller, asked, items, store, limits, ct));
        }

        if (items.Count > limits.ItemsMax)
        {
            return BatchProblems.TooLarge(limits.ItemsMax, null);
        }

        var batch = new NewBatch(
            Guid.CreateVersion7(time.GetUtcNow()), caller.OwnerId, caller.IsAdmin, asked.Verb, asked.Concurrency,
            asked.Reason, asked.Filter, items);
        if (!await store.CreateAsync(batch, limits.OpenPerOwnerMax, Actors.Of(caller), ct))
        {
            return BatchProblems.TooMany(limits.OpenPerOwnerMax);
        }

        service.LookNow();
        return TypedResults.Accepted(
            $"/api/v1/batches/{batch.Id}", BatchDetail.Of((await store.FindAsync(caller.Sees, batch.Id, ct))!));
    }

    private static (List<NewBatchItem> Items, Problem? Problem) Starts(
        IReadOnlyList<RawJson> given, StartItem starts)
    {
        for (var i = 0; i < given.Count; i++)
        {
            if (starts.Read(given[i], $"/items/{i}", "unused").Problem is { } wrong)
            {
                return ([], wrong);
            }
        }

        return ([.. given.Select(item => new NewBatchItem(null, item))], null);
    }

    private static async Task<(List<NewBatchItem> Items, Problem? Problem)> RunsAsync(
        Caller caller, BatchRequest asked, BatchFilter filter, CancellationToken ct)
    {
        var (ids, problem) = asked.Ids is { } named
            ? ([.. named], null)
            : await filter.FindAsync(caller, asked.Verb, asked.Filter, ct);
        return ([.. ids.Select(id => new NewBatchItem(id, default))], problem);
    }

    private static async Task<BatchPreview> PreviewAsync(
        Caller caller, BatchRequest asked, List<NewBatchItem> items, BatchStore store, BatchOptions limits,
        CancellationToken ct)
    {
        var ids = items.Where(item => item.RunId is not null).Select(item => item.RunId!.Value).ToList();
        var visible = asked.Ids is null ? [.. ids] : await store.VisibleAsync(caller.Sees, ids, ct);
        return new BatchPreview(
            asked.Verb, Math.Min(items.Count, limits.ItemsMax), items.Count > limits.ItemsMax,
            ids.Count - visible.Count, [.. ids.Where(visible.Contains).Take(SampleSize)]);
    }
}
