using Workflow.Model.Callbacks;

namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers to agents that call back.</summary>
internal static class CallbackRecipes
{
    public const string Secret = "the secret of the bridges and the APIs";
    private const string Callback = "POST /api/v1/agent-callbacks/{token}";

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Callback, 200, async world => new Ask { Id = await TokenAsync(world), User = null }),
        new(Callback, 404, "callback-unknown", _ => new Ask { Id = "nobody-has-signed-this" }),
        new(Callback, 409, "callback-answered", async world =>
            new Ask { Id = await TokenAsync(world, answered: true), User = null }),
        new(Callback, 410, "callback-closed", async world =>
            new Ask { Id = await TokenAsync(world, "COMPLETED"), User = null }),
        new(Callback, 410, "callback-expired", async world =>
            new Ask { Id = await TokenAsync(world, hours: -1), User = null }),
        new(Callback, 422, "invalid-body", async world => new Ask
        {
            Id = await TokenAsync(world), User = null, MediaType = "application/x-ndjson", Body = "3",
        }),
    ];

    /// <summary>Permission to answer a step of a new run.</summary>
    public static async Task<string> TokenAsync(
        ContractWorld world, string status = "RUNNING", int hours = 1, bool answered = false)
    {
        var (run, task) = (await world.RunAsync(status), Guid.NewGuid());
        await world.Api.ExecuteAsync($"update step_executions set task_id = '{task}' where run_id = '{run}'");
        if (answered)
        {
            await world.Api.ExecuteAsync($"""
                insert into accepted_tasks (run_id, task_id, step_path, iteration, attempt, lifetime, alive_until,
                                            answered_at, answer_digest)
                values ('{run}', '{task}', '/do/0/first', '0', 1, '1 hour', now(), now(), 'x')
                """);
        }

        var until = TimeProvider.System.GetUtcNow().AddHours(hours);
        return new CallbackToken(run, task, until).Write(new CallbackKey(Secret));
    }
}
