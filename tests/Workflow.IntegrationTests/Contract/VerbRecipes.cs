using Workflow.IntegrationTests.Api;

namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers to pause, resume, retry, rerun and the operator verbs.</summary>
internal static class VerbRecipes
{
    private const string Retry = "POST /api/v1/executions/{execution_id}/retry";
    private const string Move = "POST /api/v1/executions/{execution_id}/move";
    private const string Rerun = "POST /api/v1/executions/{execution_id}/rerun";

    private const string Race = """
        {"document": {"dsl": "1.0.0", "namespace": "tests", "name": "race", "version": "1.0.0"},
         "do": [{"first": {"fork": {"compete": true, "branches": [{"a": {"set": {"x": 1}}}]}}}]}
        """;

    private const string Twins = """
        {"document": {"dsl": "1.0.0", "namespace": "tests", "name": "twins", "version": "1.0.0"},
         "do": [{"a": {"do": [{"same": {"set": {"x": 1}}}]}}, {"b": {"do": [{"same": {"set": {"x": 1}}}]}}]}
        """;

    private static readonly string[] Pauses =
        ["POST /api/v1/executions/{execution_id}/pause", "POST /api/v1/executions/{execution_id}/resume"];

    public static readonly IReadOnlyList<Recipe> All =
    [
        .. Pauses.SelectMany(OfPause),
        .. new[] { "complete", "skip", "fail" }.SelectMany(OfStep),
        .. new[] { Retry, Rerun }.SelectMany(OfRepeat),
        .. OfMove(),
        new(Retry, 409, "execution-not-retryable", world => OfAsync(world, "COMPLETED")),
        new(Rerun, 409, "execution-not-ended", world => OfAsync(world, "RUNNING")),
        new(Rerun, 422, "unknown-step", world => OfAsync(world, "FAILED", """{"from_step": "nowhere"}""")),
        new(Rerun, 422, "step-not-reached", world => OfAsync(world, "FAILED", """{"from_step": "second"}""")),
        new(Rerun, 422, "step-in-race", world => OfPlanAsync(world, Race, "a")),
        new(Rerun, 422, "ambiguous-step", world => OfPlanAsync(world, Twins, "same")),
        new(Rerun, 422, "input-refused", async world =>
        {
            var (host, workflow) = await world.Limited.LatinAsync();
            return await FailedAsync(host, workflow) with { Body = """{"input_data": {"word": "日本"}}""" };
        }),
    ];

    private static IEnumerable<Recipe> OfPause(string route) =>
    [
        new(route, 200, world => OfAsync(world, "RUNNING")),
        new(route, 409, "execution-ended", world => OfAsync(world, "COMPLETED")),
    ];

    private static IEnumerable<Recipe> OfMove() =>
    [
        new(Move, 200, world => OfAsync(world, "RUNNING")),
        new(Move, 409, "execution-ended", world => OfAsync(world, "COMPLETED")),
        new(Move, 422, "unknown-version", world => OfAsync(world, "RUNNING", """{"version": "9.9.9"}""")),
        new(Move, 409, "execution-not-movable", async world =>
        {
            var run = await world.RunAsync("RUNNING");
            await world.Api.ExecuteAsync($"update workflow_runs set plan = '{Race}' where run_id = '{run}'");
            return new Ask { Id = $"{run}" };
        }),
        new(Move, 409, "step-does-not-fit", world => WithNextVersionAsync(world, "first", "RUNNING")),
        new(Move, 409, "execution-busy", async world =>
        {
            var ask = await WithNextVersionAsync(world, "busy", "PENDING");
            await world.Api.ExecuteAsync($"""
                create function gone_on() returns trigger language plpgsql as 'begin return null; end';
                create trigger gone_on before update of workflow_version on workflow_runs
                for each row when (old.run_id = '{ask.Id}') execute function gone_on()
                """);
            return ask;
        }),
    ];

    /// <summary>A run whose workflow has got another version, with another task at its begin.</summary>
    private static async Task<Ask> WithNextVersionAsync(ContractWorld world, string task, string status)
    {
        var run = await world.RunAsync(status);
        var name = world.NewName("moves");
        var workflow = await world.WorkflowAsync(name);
        await world.Api.ExecuteAsync($"""
            update workflow_runs r set workflow_id = '{workflow}', workflow_version = d.latest_version
              from workflow_definitions d where d.id = '{workflow}' and r.run_id = '{run}'
            """);
        await world.Api.As(ContractWorld.User).RegisterAsync(
            Documents.Local(name, "7.0.0").Replace("first", task == "first" ? "another" : "first"));
        return new Ask { Id = $"{run}" };
    }

    private static IEnumerable<Recipe> OfRepeat(string route) =>
    [
        new(route, 202, world => OfAsync(world, "FAILED")),
        new(route, 409, "definition-gone", async world =>
        {
            var run = await world.RunAsync("FAILED");
            await world.Api.ExecuteAsync(
                $"update workflow_runs set workflow_id = gen_random_uuid() where run_id = '{run}'");
            return new Ask { Id = $"{run}", Body = route == Rerun ? """{"from_step": "first"}""" : "{}" };
        }),
        new(route, 422, "idempotency-key-reused", async world =>
        {
            var key = world.NewName("key");
            await world.Api.As(ContractWorld.User).StartAsync(world.Workflow, "{}", key);
            return await OfAsync(world, "FAILED") with { Headers = [("Idempotency-Key", key)] };
        }),
        new(route, 429, "quota-exceeded", async world =>
        {
            var sated = await world.Limited.SatedAsync();
            return await FailedAsync(sated.Host!, null);
        }),
    ];

    private static IEnumerable<Recipe> OfStep(string verb)
    {
        var route = $"POST /api/v1/executions/{{execution_id}}/steps/{verb}";
        return
        [
            new(route, 202, world => StepAsync(world, "RUNNING")),
            new(route, 409, "execution-ended", world => StepAsync(world, "COMPLETED")),
            new(route, 409, "step-not-open", world => StepAsync(world, "PENDING")),
            new(route, 409, "step-decided", world => StepAsync(world, "RUNNING", """
                insert into run_inbox (run_id, kind, unique_key, shard)
                select run_id, 'operator', '1@0@/do/0/first', shard from workflow_runs where run_id = 'ID'
                """)),
            new(route, 422, "ambiguous-step", world => StepAsync(world, "RUNNING", """
                insert into step_executions (run_id, step_path, iteration, step_id, step_type, status, started_at,
                                             began_revision)
                values ('ID', '/do/0/first', '1', 'first', 'wait', 'RUNNING', now(), 1)
                """)),
        ];
    }

    private static async Task<Ask> StepAsync(ContractWorld world, string status, string? sql = null)
    {
        var run = await world.RunAsync(status);
        if (sql is not null)
        {
            await world.Api.ExecuteAsync(sql.Replace("ID", $"{run}", StringComparison.Ordinal));
        }

        return new Ask { Id = $"{run}", User = "admin", Body = """{"step": "first"}""" };
    }

    private static async Task<Ask> OfPlanAsync(ContractWorld world, string plan, string step)
    {
        var run = await world.RunAsync("FAILED");
        await world.Api.ExecuteAsync($"update workflow_runs set plan = '{plan}' where run_id = '{run}'");
        return new Ask { Id = $"{run}", Body = $$"""{"from_step": "{{step}}"}""" };
    }

    private static async Task<Ask> OfAsync(ContractWorld world, string status, string body = "{}") =>
        new() { Id = $"{await world.RunAsync(status)}", Body = body };

    /// <summary>A failed run on another host.</summary>
    private static async Task<Ask> FailedAsync(ApiHost host, Guid? workflow)
    {
        var run = Guid.CreateVersion7();
        await host.ExecuteAsync($"""
            insert into workflow_runs (run_id, workflow_id, workflow_name, owner_id, shard, status, plan)
            values ('{run}', {(workflow is null ? "null" : $"'{workflow}'")}, 'race', '{ContractWorld.User}', 0,
                    'FAILED', '{Race}')
            """);
        return new Ask { Host = host, Id = $"{run}", Body = "{}" };
    }
}
