namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers about batches that no rule of the document provokes.</summary>
internal static class BatchRecipes
{
    private const string Post = "POST /api/v1/batches";
    private const string Status = "POST /api/v1/executions/batch-status";
    private static readonly string Two = $$"""["{{Guid.NewGuid()}}", "{{Guid.NewGuid()}}"]""";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Post, 200, _ => new Ask { Body = """{"verb": "cancel", "filter": {}, "dry_run": true}""" }),
        new(Post, 202, _ => new Ask { Body = """{"verb": "retry", "ids": []}""" }),
        new(Post, 403, "admin-only", _ => new Ask { Body = """{"verb": "cancel", "filter": {"owner": "bob"}}""" }),
        new(Post, 422, "invalid-parameter", _ => new Ask
        {
            Body = """{"verb": "retry", "filter": {"output_contains": "x"}}""",
        }),
        new(Post, 422, "batch-too-large", async world => await world.Limited.SatedAsync() with
        {
            Body = $$"""{"verb": "cancel", "ids": {{Two}}}""",
        }),
        new(Post, 429, "too-many-batches", async world => await world.Limited.SatedAsync() with
        {
            Body = """{"verb": "retry", "ids": []}""",
        }),
        new(Status, 200, async world => new Ask { Body = $$"""{"ids": ["{{await world.RunAsync()}}"]}""" }),
        new(Status, 422, "batch-too-large", async world => await world.Limited.SatedAsync() with
        {
            Body = $$"""{"ids": {{Two}}}""",
        }),
        .. new[] { "pause", "resume", "abort" }.SelectMany(Steering),
    ];

    private static IEnumerable<Recipe> Steering(string verb) =>
    [
        new($"POST /api/v1/batches/{{id}}/{verb}", 200, _ => new Ask()),
        new($"POST /api/v1/batches/{{id}}/{verb}", 409, "batch-ended", async world => new Ask
        {
            Id = await world.BatchAsync("completed_at = now()"),
        }),
    ];
}
