namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers about drains that no rule of the document provokes.</summary>
internal static class DrainRecipes
{
    private const string Drain = "POST /api/v1/consumers/{id}/drain";
    private const string Resume = "POST /api/v1/consumers/{id}/resume";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Drain, 409, "consumer-not-drainable", BridgeAsync),
        new(Drain, 409, "last-consumer", async world =>
        {
            var last = await world.ConsumerAsync();
            await world.Api.ExecuteAsync(
                $"update consumers set drain_asked_at = now(), drain_asked_by = 'admin' where id <> '{last}'");
            return new Ask { User = "admin", Id = last };
        }),
        new(Resume, 409, "consumer-not-drainable", BridgeAsync),
    ];

    private static async Task<Ask> BridgeAsync(ContractWorld world) =>
        new() { User = "admin", Id = await world.ConsumerAsync("bridge") };
}
