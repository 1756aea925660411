using Workflow.Api.Http;

namespace Workflow.Api.Webhooks;

/// <summary>Errors about webhooks and deliveries.</summary>
public static class WebhookProblems
{
    public static Problem NotFound(Guid id) => new(
        ProblemTypes.WebhookNotFound, $"No webhook {id}; GET /api/v1/webhooks lists them.")
    {
        Facts = new() { ["webhook_id"] = id },
    };

    public static Problem TooMany(int max) => new(
        ProblemTypes.TooManyWebhooks,
        $"You have {max} webhooks, the most that one user may have; delete one, "
        + "or raise WORKFLOW_WEBHOOK_PER_OWNER_MAX.")
    {
        Facts = new() { ["per_owner_max"] = max },
    };

    public static Problem DeliveryNotFound(Guid id) => new(
        ProblemTypes.DeliveryNotFound, $"No delivery {id}; GET /api/v1/webhook-deliveries lists them.")
    {
        Facts = new() { ["delivery_id"] = id },
    };

    public static Problem BeingSent(Guid id) => new(
        ProblemTypes.DeliveryUnderWay, $"Delivery {id} is being sent at this moment; try again when it has ended.")
    {
        Facts = new() { ["delivery_id"] = id },
        RetryAfterSeconds = 10,
    };
}
