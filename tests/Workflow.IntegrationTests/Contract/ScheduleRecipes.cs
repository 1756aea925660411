namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers about schedules that no rule of the document provokes.</summary>
internal static class ScheduleRecipes
{
    private const string Post = "POST /api/v1/schedules";
    private const string Put = "PUT /api/v1/schedules/{id}";
    private const string Delete = "DELETE /api/v1/schedules/{id}";
    private const string Trigger = "POST /api/v1/schedules/{id}/trigger";
    private const string Backfill = "POST /api/v1/schedules/{id}/backfill";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Post, 201, world => new Ask { Body = Body(world.NewName("schedule")) }),
        new(Post, 409, "too-many-schedules", async world => await world.Limited.SatedAsync() with
        {
            Body = Body("two", "greet"),
        }),
        .. new[] { Post, Put }.SelectMany(Keeping),
        new(Put, 200, world => new Ask { Body = Body(world.NewName("schedule")) }),
        new(Put, 409, "schedule-of-definition", OfDefinitionAsync),
        new(Delete, 409, "schedule-of-definition", OfDefinitionAsync),
        new(Delete, 204, _ => new Ask()),
        new("POST /api/v1/schedules/preview", 200, _ => new Ask()),
        new("POST /api/v1/schedules/{id}/pause", 200, _ => new Ask()),
        new("POST /api/v1/schedules/{id}/resume", 200, async world => new Ask
        {
            Id = await world.ScheduleAsync("paused_at = now()"),
        }),
        new(Trigger, 202, _ => new Ask()),
        new(Trigger, 404, "workflow-not-found", async world => new Ask
        {
            Id = await world.ScheduleAsync("workflow_id = gen_random_uuid()"),
        }),
        new(Trigger, 429, "quota-exceeded", async world =>
        {
            var ask = await world.Limited.SatedAsync();
            return ask with { Id = $"{await ask.Host!.QueryAsync<Guid>("select id from schedules limit 1")}" };
        }),
        new(Backfill, 202, _ => new Ask()),
        new(Backfill, 422, "backfill-too-large", async world => new Ask
        {
            Id = await world.ScheduleAsync("specification = '{\"every_ms\": 1000}'"),
        }),
    ];

    private static async Task<Ask> OfDefinitionAsync(ContractWorld world) => new()
    {
        Id = await world.ScheduleAsync("origin = 'definition'"),
    };

    private static IEnumerable<Recipe> Keeping(string route) =>
    [
        new(route, 404, "workflow-not-found", world => new Ask { Body = Body(world.NewName("schedule"), "nothing") }),
        new(route, 422, "ambiguous-workflow", async world =>
        {
            var name = world.NewName("workflow");
            await world.WorkflowAsync(name, "one");
            await world.WorkflowAsync(name, "two");
            return new Ask { Body = Body(world.NewName("schedule"), name) };
        }),
        new(route, 409, "schedule-name-taken", async world =>
        {
            await world.ScheduleAsync($"name = 'taken by {route[..4]}'");
            return new Ask { Body = Body($"taken by {route[..4]}") };
        }),
        new(route, 422, "input-refused", async world =>
        {
            var (host, workflow) = await world.Limited.LatinAsync();
            var id = $"{Guid.CreateVersion7()}";
            await host.ExecuteAsync($$"""
                insert into schedules (id, owner_id, workflow_id, shard, name, specification)
                values ('{{id}}', '{{ContractWorld.User}}', '{{workflow}}', 1, '{{id}}', '{"cron": "@daily"}')
                """);
            return new Ask { Host = host, Id = id, Body = Body("日本", "greet") };
        }),
    ];

    private static string Body(string name, string workflow = "known") =>
        $$"""{"name": "{{name}}", "workflow": "{{workflow}}", "cron": "0 0 1 1 *"}""";
}
