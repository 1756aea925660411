namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers about API keys and webhooks that no rule of the document provokes.</summary>
internal static class AccountRecipes
{
    private const string Redeliver = "POST /api/v1/webhook-deliveries/{id}/redeliver";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new("DELETE /api/v1/api-keys/{id}", 204, _ => new Ask()),
        new("DELETE /api/v1/webhooks/{id}", 204, _ => new Ask()),
        new("POST /api/v1/webhooks", 404, "workflow-not-found", _ => new Ask
        {
            Body = $$"""{"url": "https://hooks.example/x", "workflow_id": "{{Guid.NewGuid()}}"}""",
        }),
        new(Redeliver, 202, _ => new Ask()),
        new(Redeliver, 409, "delivery-under-way", async world => new Ask
        {
            Id = await world.DeliveryAsync("claimed_by = 'somebody', next_attempt_at = '2999-01-01'"),
        }),
    ];
}
