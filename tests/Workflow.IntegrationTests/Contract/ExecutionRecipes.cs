namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers about executions, health, keys and webhooks that no rule of the document provokes.</summary>
internal static class ExecutionRecipes
{
    private const string Cancel = "POST /api/workflows/executions/{execution_id}/cancel";
    private const string CancelV1 = "POST /api/v1/executions/{execution_id}/cancel";
    private const string Progress = "GET /api/v1/executions/{execution_id}/progress";
    private const string Compare = "GET /api/v1/executions/compare";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Cancel, 200, async world => new Ask { Id = $"{await world.RunAsync("RUNNING")}" }),
        new(Cancel, 409, "execution-not-cancellable", Ended),
        new(CancelV1, 200, async world => new Ask { Id = $"{await world.RunAsync()}" }),
        new(CancelV1, 409, "execution-not-cancellable", Ended),
        new(Compare, 200, async world => Both(await world.RunAsync("COMPLETED"), await world.RunAsync("FAILED"))),
        new(Compare, 404, "execution-not-found", async world => Both(await world.RunAsync(), Guid.NewGuid())),
        new("POST /api/v1/executions/{execution_id}/expressions", 200, async world =>
            new Ask { Id = $"{await world.RunAsync("COMPLETED")}", Body = """{"expression": "."}""" }),
        new("GET /api/v1/executions/{execution_id}/events", 204, async world =>
            new Ask { Id = $"{await world.RunAsync("COMPLETED")}", Query = "?since=2" }),
        new(Progress, 200, async world => new Ask { Id = $"{await world.RunAsync("RUNNING")}" }),
        new(Progress, 204, async world => new Ask { Id = $"{await world.RunAsync()}" }),
        new("GET /api/v1/executions", 403, "admin-only", _ => new Ask { Query = "?owner=somebody-else" }),
        new("GET /api/workflows/executions", 403, "admin-only", _ => new Ask { Query = "?owner=somebody-else" }),
        new("GET /healthz", 503, world => world.Limited.DesertedAsync()),
        new("GET /readyz", 503, world => world.Limited.StartingAsync()),
    ];

    private static async Task<Ask> Ended(ContractWorld world) => new() { Id = $"{await world.RunAsync("COMPLETED")}" };

    private static Ask Both(Guid left, Guid right) => new() { Query = $"?left={left}&right={right}" };
}
