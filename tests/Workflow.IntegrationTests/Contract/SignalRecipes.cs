namespace Workflow.IntegrationTests.Contract;

/// <summary>Answers to signals and decisions.</summary>
internal static class SignalRecipes
{
    private const string Signals = "POST /api/v1/executions/{execution_id}/signals";
    private const string Events = "POST /api/v1/events";
    private const string Approvals = "POST /api/v1/executions/{execution_id}/approvals/{step}";

    private const string Opened = """
        insert into open_approvals (run_id, step_path, iteration, attempt, step_id, owner_id, shard, requested_at)
        select run_id, '/do/0/first', 'ITERATION', 1, 'first', owner_id, shard, now()
          from workflow_runs where run_id = 'ID';
        """;

    private const string Decided = """
        insert into run_inbox (run_id, kind, unique_key, shard)
        select run_id, 'signal', 'approval:1@0@/do/0/first', shard from workflow_runs where run_id = 'ID';
        """;

    public static readonly IReadOnlyList<Recipe> All =
    [
        new(Signals, 409, "execution-ended", async world => new Ask { Id = $"{await world.RunAsync("FAILED")}" }),
        new(Signals, 413, "signal-too-large", world => TightAsync(world, """{"type": "t", "data": "large"}""")),
        new(Signals, 429, "too-many-signals", world => TightAsync(world, """{"type": "t"}""")),
        new(Events, 413, "signal-too-large", world => TightAsync(world, """{"type": "t", "data": "large"}""")),
        new(Events, 503, "broker-unavailable", async world => new Ask { Host = await world.Limited.BrokerlessAsync() }),
        new(Approvals, 202, world => ApprovalAsync(world, "RUNNING", Opened)),
        new(Approvals, 409, "execution-ended", world => ApprovalAsync(world, "COMPLETED", "")),
        new(Approvals, 409, "step-not-open", world => ApprovalAsync(world, "RUNNING", "")),
        new(Approvals, 409, "step-decided", world => ApprovalAsync(world, "RUNNING", Opened + Decided)),
        new(Approvals, 422, "ambiguous-step", world => ApprovalAsync(
            world, "RUNNING", Opened + Opened.Replace("ITERATION", "1", StringComparison.Ordinal))),
        new(Approvals, 413, "signal-too-large", world =>
            TightAsync(world, """{"decision": "approve", "data": "large"}""")),
    ];

    private static async Task<Ask> ApprovalAsync(ContractWorld world, string status, string sql)
    {
        var run = await world.RunAsync(status);
        if (sql.Length > 0)
        {
            await world.Api.ExecuteAsync(sql
                .Replace("ITERATION", "0", StringComparison.Ordinal).Replace("ID", $"{run}", StringComparison.Ordinal));
        }

        return new Ask { Id = $"{run}" };
    }

    /// <summary>An execution with a signal that it has not taken in, where only one is kept, and only a few bytes of
    /// data.</summary>
    private static async Task<Ask> TightAsync(ContractWorld world, string body)
    {
        var sated = await world.Limited.SatedAsync();
        var run = Guid.CreateVersion7();
        await sated.Host!.ExecuteAsync($"""
            insert into workflow_runs (run_id, workflow_name, owner_id, shard, status)
            values ('{run}', 'w', '{ContractWorld.User}', 0, 'RUNNING');
            insert into run_inbox (run_id, kind, unique_key, shard) values ('{run}', 'signal', 'signal:x', 0)
            """);
        return sated with { Id = $"{run}", Body = body };
    }
}
