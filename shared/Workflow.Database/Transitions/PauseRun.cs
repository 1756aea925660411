using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A run after it was asked to be paused or resumed.</summary>
/// <param name="IsChanged">False when it was so before, or has ended.</param>
/// <param name="Revision">Revision of the run now.</param>
/// <param name="PausedAt">Null when it is not paused.</param>
/// <param name="At">The database's time.</param>
public sealed record PausedRun(
    Guid RunId, int Shard, RunStatus Status, bool IsChanged, long Revision, DateTimeOffset? PausedAt,
    DateTimeOffset At, RunFacts Facts);

/// <summary>Pauses and resumes open runs. The run's revision counts it, and <c>outside_revisions</c> too, so that the
/// owner's own commits find what they expect.</summary>
public sealed class PauseRun(NpgsqlDataSource dataSource)
{
    private const string Pause = $"""
        with found as (
            select r.run_id, r.status, r.paused_at, {RunStage.Sql} as stage
              from workflow_runs r
             where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id)
               for no key update
        ), changed as (
            update workflow_runs r
               set paused_at = now(), revision = r.revision + 1, outside_revisions = r.outside_revisions + 1
              from found f
             where r.run_id = f.run_id and f.status in ('PENDING', 'RUNNING') and f.paused_at is null
            returning r.run_id, r.revision, r.paused_at, r.owner_id
        ), audited as (
            insert into audit_log (who, verb, run_id, owner_id, detail, request_id)
            select $3, '{AuditVerb.Pause}', c.run_id, c.owner_id,
                   json_build_object('stage', f.stage, 'reason', $5::text), $4
              from changed c join found f using (run_id)
        )
        {Answer}
        """;

    private const string Resume = $"""
        with found as (
            select r.run_id, r.status, r.paused_at
              from workflow_runs r
             where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id)
               for no key update
        ), changed as (
            update workflow_runs r
               set paused_at = null, revision = r.revision + 1, outside_revisions = r.outside_revisions + 1
              from found f
             where r.run_id = f.run_id and f.status in ('PENDING', 'RUNNING') and f.paused_at is not null
            returning r.run_id, r.revision, r.paused_at, r.owner_id
        ), audited as (
            insert into audit_log (who, verb, run_id, owner_id, detail, request_id)
            select $3, '{AuditVerb.Resume}', c.run_id, c.owner_id,
                   json_build_object('paused_at', f.paused_at, 'reason', $5::text), $4
              from changed c join found f using (run_id)
        )
        {Answer}
        """;

    // The rest of the statement sees the row as it was before.
    private const string Answer = """
        select r.run_id, r.shard, f.status, c.run_id is not null, coalesce(c.revision, r.revision),
               case when c.run_id is null then f.paused_at else c.paused_at end, now(), r.owner_id, r.workflow_id,
               r.total_steps
          from found f join workflow_runs r using (run_id) left join changed c using (run_id)
        """;

    /// <summary>Pauses a run that is open and not paused.</summary>
    /// <param name="sees">Owner whose run it must be; null for anybody's.</param>
    /// <returns>Null when there is no such run.</returns>
    public Task<PausedRun?> PauseAsync(string? sees, Guid runId, Actor by, string? reason, CancellationToken ct) =>
        RunAsync(Pause, sees, runId, by, reason, ct);

    /// <summary>Resumes a run that is open and paused.</summary>
    /// <inheritdoc cref="PauseAsync"/>
    public Task<PausedRun?> ResumeAsync(string? sees, Guid runId, Actor by, string? reason, CancellationToken ct) =>
        RunAsync(Resume, sees, runId, by, reason, ct);

    private async Task<PausedRun?> RunAsync(
        string sql, string? sees, Guid runId, Actor by, string? reason, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(sql)
            .Add(runId).Add(sees).Add(by.Who).Add(by.RequestId).Add(reason);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new PausedRun(
            reader.GetGuid(0), reader.GetInt32(1), StatusText.ParseRun(reader.GetString(2)), reader.GetBoolean(3),
            reader.GetInt64(4), reader.TimeOrNull(5), reader.GetFieldValue<DateTimeOffset>(6),
            CommitRuns.Facts(reader, 7));
    }
}
