using Workflow.Model;

namespace Workflow.Database.Webhooks;

/// <summary>How far a delivery is.</summary>
public enum DeliveryStatus
{
    Pending,
    Delivered,

    /// <summary>Given up; it can be asked for again.</summary>
    Failed,
}

/// <summary>A delivery that this process has to try now.</summary>
/// <param name="Attempt">Counts the tries, from 1.</param>
/// <param name="AttemptsBefore">Those that do not count against the limit.</param>
/// <param name="Payload">Body of the request; empty when the run is gone.</param>
/// <param name="Secret">Null sends unsigned.</param>
/// <param name="IsWanted">False when the webhook that asked for it was deleted.</param>
public sealed record ClaimedDelivery(
    Guid Id, string Event, string Url, string Host, int Attempt, int AttemptsBefore, RawJson Payload,
    IReadOnlyDictionary<string, string>? Headers, string? Secret, bool IsWanted);

/// <summary>What one try met.</summary>
/// <param name="Error">Null when the receiver took it.</param>
/// <param name="Answer">Beginning of the answer's body.</param>
public sealed record DeliveryAttempt(
    int Attempt, DateTimeOffset StartedAt, long DurationMs, int? StatusCode, string? Error, string? Answer);

/// <summary>A delivery as its log shows it.</summary>
public sealed record DeliveryRow(
    Guid Id, Guid? WebhookId, Guid RunId, string Url, string Event, DeliveryStatus Status, int Attempts,
    DateTimeOffset? NextAttemptAt, DateTimeOffset? DeliveredAt, DateTimeOffset? FailedAt, string? LastError,
    DateTimeOffset CreatedAt);

/// <summary>A delivery with its body and its tries, the first one first.</summary>
/// <param name="Payload">Empty before the first try.</param>
public sealed record DeliveryView(DeliveryRow Row, RawJson Payload, IReadOnlyList<DeliveryAttempt> Tries);
