using System.Globalization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Webhooks;

namespace Workflow.Api.Webhooks;

/// <summary>What was sent to receivers and how it went.</summary>
public static class DeliveryEndpoints
{
    private static readonly UuidField ExecutionId = new("execution_id", "Only deliveries about this execution.");
    private static readonly UuidField WebhookId = new("webhook_id", "Only deliveries of this registered webhook.");

    private static readonly ChoiceField Status = new(
        "status", "Only deliveries of this status.", [.. Enum.GetNames<DeliveryStatus>().Select(Lower)]);

    private static readonly QueryShape Query = new(ExecutionId, WebhookId, Status, Pages.Limit, Pages.After);

    public static void MapDeliveries(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/webhook-deliveries", ListAsync)
            .Describe(WebhookEndpoints.Tag, "List deliveries, the newest first")
            .Needs(Scopes.RunsRead)
            .TakesQuery(Query)
            .Answers<DeliveryPage>(200, "A page of deliveries.");
        routes.MapGet("/api/v1/webhook-deliveries/{id}", GetAsync)
            .Describe(WebhookEndpoints.Tag, "Read a delivery with its body and its tries")
            .Needs(Scopes.RunsRead)
            .Answers<DeliveryDetail>(200, "The delivery.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.DeliveryNotFound);
        routes.MapPost("/api/v1/webhook-deliveries/{id}/redeliver", RedeliverAsync)
            .Describe(WebhookEndpoints.Tag, "Send a delivery again, under the same id")
            .Needs(Scopes.RunsWrite)
            .Answers<DeliveryDetail>(202, "It is due at once.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.DeliveryNotFound, ProblemTypes.DeliveryUnderWay);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, DeliveryLog log, ApiOptions options, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Query.TryRead(request.Query, query, out var problem)
            || !Pages.TryReadPlace(request.Query, 2, options.PageMax, out var limit, out var after, out problem)
            || !Cursors.TryReadPlace(after, out var place, out problem))
        {
            return problem;
        }

        DeliveryStatus? status = query.Get(Status) is { } name
            ? Enum.Parse<DeliveryStatus>(name, ignoreCase: true)
            : null;
        var filter = new DeliveryFilter(
            caller.Sees, query.OrNull(ExecutionId), query.OrNull(WebhookId), status, place);
        var rows = await log.ListAsync(filter, limit + 1, ct);
        var next = rows.Count > limit ? Cursors.Of(rows[limit - 1].CreatedAt, rows[limit - 1].Id) : null;
        return TypedResults.Ok(new DeliveryPage([.. rows.Take(limit).Select(DeliverySummary.Of)], next));
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, DeliveryLog log, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var deliveryId, out var problem))
        {
            return problem;
        }

        return await log.FindAsync(caller.Sees, deliveryId, ct) is { } view
            ? TypedResults.Ok(DeliveryDetail.Of(view))
            : WebhookProblems.DeliveryNotFound(deliveryId);
    }

    private static async Task<IResult> RedeliverAsync(
        string id, Caller caller, DeliveryLog log, DeliveryService deliveries, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var deliveryId, out var problem))
        {
            return problem;
        }

        var outcome = await log.RedeliverAsync(caller.Sees, deliveryId, ct);
        if (outcome != RedeliverOutcome.Queued)
        {
            return outcome == RedeliverOutcome.BeingSent
                ? WebhookProblems.BeingSent(deliveryId)
                : WebhookProblems.DeliveryNotFound(deliveryId);
        }

        var view = await log.FindAsync(caller.Sees, deliveryId, ct);
        deliveries.LookNow();
        return view is null
            ? WebhookProblems.DeliveryNotFound(deliveryId)
            : TypedResults.Accepted($"/api/v1/webhook-deliveries/{deliveryId}", DeliveryDetail.Of(view));
    }

    private static string Lower(string name) => name.ToLower(CultureInfo.InvariantCulture);
}
