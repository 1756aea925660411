using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A run that was cancelled just now.</summary>
/// <param name="Revision">Revision of the run that says so.</param>
/// <param name="Before">Status it had: PENDING or RUNNING.</param>
/// <param name="CancelledAt">When it ended, by the database's clock.</param>
/// <param name="Stage">Where the cancellation found it, one of <see cref="RunStage"/>.</param>
public sealed record CancelledRun(
    Guid RunId, int Shard, long Revision, RunStatus Before, DateTimeOffset CancelledAt, string Stage, RunFacts Facts);

/// <summary>Ends a run by cancelling it, its open steps and the open runs it waits for, in any open status and without
/// an owner (R6).</summary>
public sealed class CancelRun(NpgsqlDataSource dataSource)
{
    private const int ConflictRetriesMax = 10;

    /// <summary>Levels of children that one cancellation reaches; beyond every nesting that can be
    /// configured.</summary>
    private const int LevelsMax = 200;

    // The way down leads through open runs, and through those that an earlier pass has cancelled.
    private const string Family = """
        with recursive family as (
            select r.run_id, 0 as level from workflow_runs r
             where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id)
               and r.status in ('PENDING', 'RUNNING', 'CANCELLED')
            union all
            select c.run_id, f.level + 1
              from family f join workflow_runs c on c.parent_run_id = f.run_id
             where f.level < $3 and c.parent_task_id is not null
               and c.status in ('PENDING', 'RUNNING', 'CANCELLED')
        )
        """;

    // A statement of its own: the next one then sees the steps of the commits that this one has waited for.
    private const string Lock = $"""
        {Family}
        select 1 from workflow_runs r
         where r.run_id = any(array(select run_id from family)) and r.status in ('PENDING', 'RUNNING')
         order by r.run_id
           for no key update
        """;

    private const string Run = $"""
        {Family}, found as (
            select r.run_id, r.status, {RunStage.Sql} as stage from workflow_runs r
             where r.run_id = any(array(select run_id from family)) and r.status in ('PENDING', 'RUNNING')
             order by r.run_id
               for no key update
        ), cancelled as (
            update workflow_runs r
               set status = 'CANCELLED', completed_at = now(), revision = r.revision + 1, cancelled_by = $4,
                   error_message = case when r.run_id = $1 then $5
                                        else concat_ws(' ', 'The run that waits for it was cancelled.', $5) end,
                   wake_at = null, paused_at = null
              from found where r.run_id = found.run_id
            returning r.run_id, r.shard, r.revision, found.status as before, r.completed_at, found.stage, r.owner_id,
                      r.workflow_id, r.total_steps
        ), inbox as (
            delete from run_inbox i where i.run_id = any(array(select run_id from cancelled))
        ), audited as (
            insert into audit_log (who, verb, run_id, owner_id, detail, request_id)
            select coalesce($4, '{Actor.Platform}'), '{AuditVerb.Cancel}', c.run_id, c.owner_id,
                   json_build_object('stage', c.stage, 'reason', $5::text,
                                     'runs', (select count(*) from cancelled)), $6
              from cancelled c where c.run_id = $1
        ), steps as (
            update step_executions s
               set status = 'CANCELLED', completed_at = now(), ended_revision = c.revision
              from cancelled c where s.run_id = c.run_id and s.status in ('PENDING', 'RUNNING')
        )
        select c.run_id, c.shard, c.revision, c.before, c.completed_at, c.stage, c.owner_id, c.workflow_id,
               c.total_steps
          from cancelled c join family f on f.run_id = c.run_id
         order by f.level, c.run_id
        """;

    /// <summary>Returns what was cancelled, the run itself first; without it when it had ended already or does not
    /// exist.</summary>
    /// <param name="sees">Owner whose run it must be; null for anybody's.</param>
    public Task<IReadOnlyList<CancelledRun>> RunAsync(
        string? sees, Guid runId, string? by, string? reason, CancellationToken ct) =>
        RunAsync(sees, runId, by is null ? null : new Actor(by), reason, ct);

    /// <inheritdoc cref="RunAsync(string?, Guid, string?, string?, CancellationToken)"/>
    public async Task<IReadOnlyList<CancelledRun>> RunAsync(
        string? sees, Guid runId, Actor? by, string? reason, CancellationToken ct)
    {
        // A child that was being entered while the first pass waited for its parent's row is seen by the next one;
        // after that no child can be entered below what is cancelled.
        var cancelled = await PassWithRetriesAsync(sees, runId, by, reason, ct);
        for (var last = cancelled; last.Count > 0;)
        {
            last = await PassWithRetriesAsync(sees, runId, by, reason, ct);
            cancelled.AddRange(last);
        }

        return cancelled;
    }

    /// <summary>The same as a part of the connection's open transaction.</summary>
    internal static async Task<List<CancelledRun>> RunAsync(
        NpgsqlConnection connection, Guid runId, Actor by, string reason, CancellationToken ct)
    {
        var cancelled = new List<CancelledRun>();
        for (var more = true; more;)
        {
            await using var batch = new NpgsqlBatch(connection);
            var last = await PassAsync(batch, null, runId, by, reason, ct);
            cancelled.AddRange(last);
            more = last.Count > 0;
        }

        return cancelled;
    }

    private async Task<List<CancelledRun>> PassWithRetriesAsync(
        string? sees, Guid runId, Actor? by, string? reason, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var batch = dataSource.CreateBatch();
                return await PassAsync(batch, sees, runId, by, reason, ct);
            }
            catch (PostgresException error) when (Refusals.IsConflict(error) && attempt < ConflictRetriesMax)
            {
                // Rolled back whole: the same again will do.
            }
        }
    }

    private static async Task<List<CancelledRun>> PassAsync(
        NpgsqlBatch batch, string? sees, Guid runId, Actor? by, string? reason, CancellationToken ct)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).Add(runId).Add(sees).Add(LevelsMax));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Run)
            .Add(runId).Add(sees).Add(LevelsMax).Add(Clean(by?.Who)).Add(Clean(reason)).Add(by?.RequestId));
        var cancelled = new List<CancelledRun>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            cancelled.Add(new CancelledRun(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetInt64(2),
                StatusText.ParseRun(reader.GetString(3)), reader.GetFieldValue<DateTimeOffset>(4),
                reader.GetString(5), CommitRuns.Facts(reader, 6)));
        }

        return cancelled;
    }

    private static string? Clean(string? text) => text?.Replace("\0", "", StringComparison.Ordinal);
}
