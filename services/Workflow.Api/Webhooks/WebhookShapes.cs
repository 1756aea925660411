using Workflow.Api.Redaction;
using Workflow.Database.Webhooks;
using Workflow.Model;

namespace Workflow.Api.Webhooks;

/// <summary>A registered webhook as its owner sees it. Values of headers may be credentials and are not
/// shown.</summary>
/// <param name="WorkflowId">Null: runs of every workflow.</param>
public sealed record WebhookDetail(
    Guid Id, string Url, IReadOnlyList<string> Events, Guid? WorkflowId, IReadOnlyList<string> HeaderNames,
    string? Description, DateTimeOffset CreatedAt)
{
    public static WebhookDetail Of(WebhookRow row) => new(
        row.Id, row.Url, row.Events, row.WorkflowId, [.. (row.Headers?.Keys ?? []).Order(StringComparer.Ordinal)],
        row.Description, row.CreatedAt);
}

/// <summary>A webhook just registered.</summary>
/// <param name="Secret">Key of the signatures; shown this once.</param>
public sealed record RegisteredWebhook(Guid Id, string Secret, WebhookDetail Webhook);

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record WebhookPage(IReadOnlyList<WebhookDetail> Webhooks, string? Next);

/// <summary>A delivery in the log.</summary>
/// <param name="WebhookId">Null when the start of the run asked for it.</param>
/// <param name="Event">completed, failed, cancelled or progress.</param>
/// <param name="Status">pending, delivered or failed.</param>
/// <param name="Attempts">Tries begun.</param>
/// <param name="NextAttemptAt">When it is tried next; null when never.</param>
public sealed record DeliverySummary(
    Guid Id, Guid? WebhookId, Guid ExecutionId, string Url, string Event, string Status, int Attempts,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? DeliveredAt, DateTimeOffset? FailedAt, string? LastError,
    DateTimeOffset CreatedAt)
{
    public static DeliverySummary Of(DeliveryRow row) => new(
        row.Id, row.WebhookId, row.RunId, row.Url, row.Event, row.Status.ToString().ToLowerInvariant(), row.Attempts,
        row.NextAttemptAt, row.DeliveredAt, row.FailedAt, row.LastError, row.CreatedAt);
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record DeliveryPage(IReadOnlyList<DeliverySummary> Deliveries, string? Next);

/// <summary>One try.</summary>
/// <param name="StatusCode">Null without an answer.</param>
/// <param name="Answer">Beginning of the answer's body.</param>
public sealed record DeliveryTry(
    int Attempt, DateTimeOffset StartedAt, long DurationMs, int? StatusCode, string? Error, string? Answer);

/// <summary>A delivery with its body and its tries.</summary>
/// <param name="Payload">Null before the first try.</param>
public sealed record DeliveryDetail(DeliverySummary Delivery, RawJson Payload, IReadOnlyList<DeliveryTry> Tries)
{
    public static DeliveryDetail Of(DeliveryView view) => new(
        DeliverySummary.Of(view.Row), PayloadView.OfDelivery(view.Payload),
        [.. view.Tries.Select(met => new DeliveryTry(
            met.Attempt, met.StartedAt, met.DurationMs, met.StatusCode, met.Error, met.Answer))]);
}
