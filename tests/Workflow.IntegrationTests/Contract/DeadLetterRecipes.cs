namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers about dead letters that no rule of the document provokes.</summary>
internal static class DeadLetterRecipes
{
    private const string Redrive = "POST /api/v1/dead-letters/{id}/redrive";
    private const string Discard = "POST /api/v1/dead-letters/{id}/discard";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Redrive, 200, _ => OfAdmin()),
        new(Redrive, 409, "dead-letter-closed", ClosedAsync),
        new(Redrive, 503, "broker-unavailable", async world =>
        {
            var host = await world.Limited.BrokerlessAsync();
            return OfAdmin() with { Host = host, Id = await ContractWorld.LetterAsync(host) };
        }),
        new(Discard, 200, _ => OfAdmin()),
        new(Discard, 409, "dead-letter-closed", ClosedAsync),
        new("POST /api/v1/dead-letters/redrive", 200, _ => OfAdmin()),
        new("POST /api/v1/dead-letters/discard", 200, _ => OfAdmin()),
    ];

    private static Ask OfAdmin() => new() { User = "admin" };

    private static async Task<Ask> ClosedAsync(ContractWorld world) => OfAdmin() with
    {
        Id = await ContractWorld.LetterAsync(
            world.Api, "decision = 'discarded', decided_by = 'somebody', decided_at = now()"),
    };
}
