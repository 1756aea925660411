using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Transitions;

/// <summary>Ends a run by cancelling it and its open steps, in any open status and without an owner (R6).</summary>
public sealed class CancelRun(NpgsqlDataSource dataSource)
{
    private const string Run = """
        with cancelled as (
            update workflow_runs
               set status = 'CANCELLED', completed_at = now(), revision = revision + 1, cancelled_by = $2,
                   error_message = $3, wake_at = null
             where run_id = $1 and status in ('PENDING', 'RUNNING')
            returning run_id, revision
        ), steps as (
            update step_executions s
               set status = 'CANCELLED', completed_at = now(), ended_revision = c.revision
              from cancelled c where s.run_id = c.run_id and s.status in ('PENDING', 'RUNNING')
            returning 1
        )
        select count(*) from cancelled
        """;

    /// <summary>False when the run had ended already or does not exist.</summary>
    public async Task<bool> RunAsync(Guid runId, string? by, string? reason, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Run).Add(runId).Add(Clean(by)).Add(Clean(reason));
        return await command.ExecuteScalarAsync(ct) is > 0L;
    }

    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);
}
