using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Recovery;

/// <summary>What an agent reported of its work.</summary>
/// <param name="At">When, by the reporter's clock.</param>
public sealed record ReportedCheckpoint(Guid RunId, Guid TaskId, RawJson Checkpoint, DateTimeOffset At);

/// <summary>Keeps what agents report of attempts that have not completed: the last report of one that fails may be
/// written after its end. It advances nothing, so anybody may write it, like the inbox; an older report never replaces
/// a newer one.</summary>
public sealed class StepCheckpoints(NpgsqlDataSource dataSource)
{
    private const string Keep = """
        with c as (
            select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[])
                as c (run_id, task_id, checkpoint, at)
        ), found as (
            select e.run_id, e.step_path, e.iteration, e.attempt, c.checkpoint, c.at
              from c join step_executions e on e.run_id = c.run_id and e.task_id = c.task_id
             where e.status in ('RUNNING', 'FAILED') and coalesce(e.checkpoint_at <= c.at, true)
             order by e.run_id, e.step_path, e.iteration, e.attempt
               for no key update of e
        )
        update step_executions e
           set checkpoint = f.checkpoint::json, checkpoint_at = f.at
          from found f
         where e.run_id = f.run_id and e.step_path = f.step_path and e.iteration = f.iteration
           and e.attempt = f.attempt
        """;

    /// <param name="reports">At most one of each task.</param>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Transitions.Refusals"/>.</exception>
    public async Task KeepAsync(IReadOnlyList<ReportedCheckpoint> reports, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Keep)
            .AddArray(reports, NpgsqlDbType.Uuid, report => report.RunId)
            .AddArray(reports, NpgsqlDbType.Uuid, report => report.TaskId)
            .AddArray(reports, NpgsqlDbType.Text, report => report.Checkpoint.ToSql())
            .AddArray(reports, NpgsqlDbType.TimestampTz, report => report.At.UtcDateTime);
        await command.ExecuteNonQueryAsync(ct);
    }
}
