using Workflow.IntegrationTests.Api;

namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers to starts, the same on every surface.</summary>
internal static class StartRecipes
{
    private const string V1 = "POST /api/v1/executions";

    /// <summary>Routes with the workflow in their path, and a body with a text that not every database can
    /// keep.</summary>
    private static readonly (string Route, string Unkeepable)[] ByPath =
    [
        ("POST /api/workflows/{workflow_id}/execute", """{"input_data": {"word": "日本"}}"""),
        ("POST /api/workflows/{workflow_id}/execute/async", """{"query": "?", "business_key": "日本"}"""),
    ];

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(V1, 202, world => Start($"{world.Workflow}")),
        new(V1, 200, async world => await WaitAsync(
            world, "/api/v1/executions", Start($"{world.Workflow}", world.NewName("key")))),
        new("POST /api/workflows/{workflow_id}/execute", 200, async world => await WaitAsync(
            world, $"/api/workflows/{world.Workflow}/execute",
            new Ask { Body = "{}", Headers = [("Idempotency-Key", world.NewName("key"))] })),
        new(V1, 404, "workflow-not-found", _ => Start($"{Guid.NewGuid()}")),
        new(V1, 409, "agent-disabled", async world => new Ask
        {
            Body = $$"""{"type": "agent", "target_id": "{{await world.AgentAsync(", \"enabled\": false")}}"}""",
        }),
        new(V1, 422, "ambiguous-workflow", async world => Start(await TwinAsync(world))),
        new(V1, 422, "idempotency-key-reused", async world => Start($"{world.Workflow}", await UsedAsync(world))),
        new(V1, 422, "input-refused", async world =>
        {
            var (host, workflow) = await world.Limited.LatinAsync();
            return Start($"{workflow}", input: """{"word": "日本"}""") with { Host = host };
        }),
        new(V1, 429, "quota-exceeded", async world =>
        {
            var sated = await world.Limited.SatedAsync();
            return Start("greet") with { Host = sated.Host };
        }),
        new(V1, 409, "concurrency-limit", async world => new Ask
        {
            Host = await world.Limited.QueuelessAsync(),
            Body = """
                {"type": "workflow", "target_id": "greet", "concurrency": {"key": "full", "on_limit": "reject"}}
                """,
        }),
        new(V1, 429, "concurrency-queue-full", async world => new Ask
        {
            Host = await world.Limited.QueuelessAsync(),
            Body = """{"type": "workflow", "target_id": "greet", "concurrency": {"key": "full"}}""",
        }),
        .. ByPath.SelectMany(one => OfPath(one.Route, one.Unkeepable)),
    ];

    private static IEnumerable<Recipe> OfPath(string route, string unkeepable) =>
    [
        new(route, 422, "ambiguous-workflow", async world => new Ask { Id = await TwinAsync(world) }),
        new(route, 422, "idempotency-key-reused", async world => new Ask
        {
            Headers = [("Idempotency-Key", await UsedAsync(world))],
        }),
        new(route, 422, "input-refused", async world =>
        {
            var (host, workflow) = await world.Limited.LatinAsync();
            return new Ask { Host = host, Id = $"{workflow}", Body = unkeepable };
        }),
        new(route, 409, "concurrency-limit", async world => new Ask
        {
            Host = await world.Limited.QueuelessAsync(),
            Id = "greet",
            Body = With(unkeepable, "reject"),
        }),
        new(route, 429, "concurrency-queue-full", async world => new Ask
        {
            Host = await world.Limited.QueuelessAsync(),
            Id = "greet",
            Body = With(unkeepable, "queue"),
        }),
        new(route, 429, "quota-exceeded", async world => await world.Limited.SatedAsync() with { Id = "greet" }),
    ];

    /// <summary>A start like another, with a concurrency key that has no slot left.</summary>
    private static string With(string body, string onLimit) =>
        $$"""{"concurrency": {"key": "full", "on_limit": "{{onLimit}}"}, {{body[1..]}}""";

    private static Ask Start(string target, string? key = null, string input = "{}") => new()
    {
        Body = $$"""{"type": "workflow", "target_id": "{{target}}", "inputs": {{input}}}""",
        Headers = key is null ? [] : [("Idempotency-Key", key)],
    };

    /// <summary>A name that two workflows have, in two namespaces.</summary>
    private static async Task<string> TwinAsync(ContractWorld world)
    {
        var name = world.NewName("twin");
        await world.WorkflowAsync(name, "one");
        await world.WorkflowAsync(name, "two");
        return name;
    }

    /// <summary>Waits for the end of an execution that an earlier request with the same key has started, and that has
    /// ended since.</summary>
    private static async Task<Ask> WaitAsync(ContractWorld world, string path, Ask ask)
    {
        var api = world.Api.As(ContractWorld.User);
        var first = await api.PostAsync(path, ask.Body!, key: ask.Headers[0].Value);
        var id = (await first.JsonAsync()).GetProperty("execution_id").GetGuid();
        await api.PostAsync($"/api/v1/executions/{id}/cancel", "{}");
        return ask with { Headers = [.. ask.Headers, ("Prefer", "wait=30")] };
    }

    /// <summary>A key that stands for another request already.</summary>
    private static async Task<string> UsedAsync(ContractWorld world)
    {
        var key = world.NewName("key");
        await world.Api.As(ContractWorld.User).StartAsync(
            world.Workflow, """{"input_data": {"another": true}}""", key);
        return key;
    }
}
