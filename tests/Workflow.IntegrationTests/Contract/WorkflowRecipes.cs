using Workflow.IntegrationTests.Api;

namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers about workflows and agents that no rule of the document provokes.</summary>
internal static class WorkflowRecipes
{
    private const string Post = "POST /api/v1/workflows";
    private const string Put = "PUT /api/v1/workflows/{id}";
    private const string Validate = "POST /api/v1/workflows/validate";
    private const string Simulate = "POST /api/v1/workflows/simulate";
    private const string PutAgent = "PUT /api/v1/agents/{name}";

    private const string Child = """
        document: {dsl: '1.0.0', namespace: tests, name: parent, version: '1.0.0'}
        do:
          - sub: {run: {workflow: {namespace: tests, name: nobody, version: '1.0.0'}}}
        """;

    private const string Hourly = "\nschedule: { every: PT1H }";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Post, 201, world => new Ask { Body = Documents.Local(world.NewName("new")) }),
        new(Post, 200, world => new Ask { Body = Documents.Local("known") }),
        new(Post, 409, "version-exists", _ => new Ask { Body = Documents.Local("known", greeting: "other") }),
        new(Post, 422, "invalid-definition", _ => new Ask { Body = "do: [" }),
        new(Post, 422, "unknown-agent", _ => new Ask { Body = Documents.Calling("Nobody") }),
        new(Post, 422, "unknown-workflow", _ => new Ask { Body = Child }),
        new(Post, 409, "too-many-schedules", async world => await world.Limited.SatedAsync() with
        {
            Body = Documents.Local(world.NewName("timed")) + Hourly,
        }),
        new(Put, 409, "too-many-schedules", async world =>
        {
            var ask = await world.Limited.SatedAsync();
            var id = await ask.Host!.QueryAsync<Guid>("select id from workflow_definitions where name = 'greet'");
            return ask with { Id = $"{id}", Body = Documents.Local(version: "2.0.0") + Hourly };
        }),
        new(Put, 200, _ => new Ask { Body = Documents.Local("known") }),
        new(Put, 409, "version-exists", _ => new Ask { Body = Documents.Local("known", greeting: "other") }),
        new(Put, 422, "invalid-definition", _ => new Ask { Body = "do: [" }),
        new(Put, 422, "unknown-agent", _ => new Ask { Body = Documents.Calling("Nobody") }),
        new(Put, 422, "unknown-workflow", _ => new Ask { Body = Child }),
        new(Put, 422, "other-workflow", _ => new Ask { Body = Documents.Local("other") }),
        new("DELETE /api/v1/workflows/{id}", 204, async world => new Ask { Id = $"{await world.WorkflowAsync()}" }),
        new(Validate, 200, _ => new Ask()),
        new(Validate, 422, "invalid-definition", _ => new Ask { Body = "do: [" }),
        new(Validate, 422, "unknown-agent", _ => new Ask { Body = Documents.Calling("Nobody") }),
        new(Validate, 422, "unknown-workflow", _ => new Ask { Body = Child }),
        new(Simulate, 200, _ => new Ask()),
        new(Simulate, 422, "invalid-definition", _ => new Ask { Body = """{"definition": "do: ["}""" }),
        new(Simulate, 404, "workflow-not-found", _ => new Ask
        {
            Body = $$"""{"workflow_id": "{{Guid.NewGuid()}}"}""",
        }),
        new(Simulate, 404, "execution-not-found", _ => new Ask
        {
            Body = $$"""{"execution_id": "{{Guid.NewGuid()}}"}""",
        }),
        new(PutAgent, 201, world => new Ask { Id = world.NewName("New") }),
        new(PutAgent, 200, async world => new Ask { Id = await world.AgentAsync() }),
        new(PutAgent, 409, "agent-name-taken", _ => new Ask { Id = "Known", User = "bob" }),
        new(PutAgent, 403, "admin-only", _ => new Ask { Body = """{"endpoint": "http://host/x", "shared": true}""" }),
        new(PutAgent, 409, "agents-read-only", async world => await world.Limited.ForeignAgentsAsync()),
        new("DELETE /api/v1/agents/{name}", 409, "agents-read-only",
            async world => await world.Limited.ForeignAgentsAsync()),
        new("DELETE /api/v1/agents/{name}", 204, async world => new Ask { Id = await world.AgentAsync() }),
    ];
}
