using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Database.Webhooks;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A run asked for by a message that was not ours: its plan comes with it.</summary>
public sealed record ForeignRun(
    Guid RunId, string OwnerId, string Name, int Shard, RawJson Plan, RawJson Input, int TotalSteps);

/// <summary>Enters runs that others asked for on the request topic.</summary>
public sealed class AcceptForeignRun(NpgsqlDataSource dataSource) : IAcceptForeignRun
{
    private static readonly string Insert = $"""
        insert into workflow_runs (run_id, workflow_name, owner_id, status, shard, plan, input_data, total_steps,
                                   error_message, error, completed_at, webhooks)
        values ($1, $2, $3, case when $8::text is null then 'PENDING' else 'FAILED' end, $4, $5::json, $6::json, $7,
                $8, $9::json, case when $8::text is null then null else now() end,
                {RunWebhooks.Sql("$3", "null")})
        on conflict (run_id) do nothing
        """;

    private const string Exists = "select true from workflow_runs where run_id = $1";

    public async Task<bool> ExistsAsync(Guid runId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Exists).Add(runId);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <inheritdoc/>
    public async Task<bool> RunAsync(ForeignRun run, string? failure, RawJson error, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Insert)
            .Add(run.RunId).Add(run.Name).Add(run.OwnerId).Add(run.Shard)
            .Add(run.Plan.ToSql()).Add(run.Input.ToSql()).Add(run.TotalSteps).Add(failure).Add(error.ToSql());
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }
}
