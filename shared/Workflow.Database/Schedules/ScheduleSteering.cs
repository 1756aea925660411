using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Audit;
using Workflow.Database.Sql;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>Pauses and resumes schedules, and starts their runs by hand.</summary>
public sealed class ScheduleSteering(NpgsqlDataSource dataSource)
{
    private const string Pause = """
        update schedules
           set paused_at = coalesce(paused_at, now()), paused_by = $3, pause_note = $4, next_due_at = null,
               revision = revision + 1, updated_at = now()
         where id = $1 and revision = $2
        returning id
        """;

    private const string Resume = """
        update schedules
           set paused_at = null, paused_by = null, pause_note = null, revision = revision + 1, updated_at = now(),
               next_due_at = case when runs_max <= runs_started + fires_queued then null else $3 end
         where id = $1 and revision = $2 and paused_at is not null
        returning id
        """;

    private const string Lock = "select now() from schedules where id = $1 for no key update";

    // What has run, or waits to, is left alone.
    private const string Queue = """
        with queued as (
            insert into schedule_fires (schedule_id, due_at, kind, outcome, detail)
            select $1, due_at, 'backfill', 'queued', 'It was asked for afterwards.'
              from unnest($2) as w (due_at)
            on conflict (schedule_id, due_at) do update
               set kind = 'backfill', outcome = 'queued', detail = excluded.detail, decided_at = now()
             where schedule_fires.outcome in ('skipped', 'failed')
            returning 1
        )
        update schedules set fires_queued = fires_queued + (select count(*) from queued)::int where id = $1
        returning (select count(*) from queued)::int
        """;

    /// <summary>It is not due until it is resumed. False when somebody has changed it since it was read.</summary>
    public async Task<bool> PauseAsync(ScheduleRow row, string? note, Actor by, CancellationToken ct)
    {
        await using var change = new NpgsqlCommand(Pause).Add(row.Id).Add(row.Revision).Add(by.Who).Add(note);
        return await ChangeAsync(change, AuditOf(by, AuditVerb.PauseSchedule, row, note), ct) is not null;
    }

    /// <summary>It goes on. False when it is not paused, or somebody has changed it since it was read.</summary>
    /// <param name="nextDueAt">Its first due time from now on.</param>
    public async Task<bool> ResumeAsync(ScheduleRow row, DateTimeOffset? nextDueAt, Actor by, CancellationToken ct)
    {
        await using var change = new NpgsqlCommand(Resume).Add(row.Id).Add(row.Revision).AddTime(nextDueAt);
        return await ChangeAsync(change, AuditOf(by, AuditVerb.ResumeSchedule, row, null), ct) is not null;
    }

    /// <summary>Has due times of the past run, one after the other as soon as no run of the schedule is open; under
    /// <see cref="Overlap.Allow"/> at once.</summary>
    /// <returns>How many; those that have run already, or wait to, are left out. Null when the schedule is
    /// gone.</returns>
    public async Task<int?> BackfillAsync(
        ScheduleRow row, IReadOnlyList<DateTimeOffset> due, Actor by, CancellationToken ct)
    {
        await using var change = new NpgsqlCommand(Queue).Add(row.Id)
            .AddArray(due, NpgsqlDbType.TimestampTz, one => one.UtcDateTime);
        return (int?)await ChangeAsync(change, AuditOf(by, AuditVerb.BackfillSchedule, row, $"{due.Count}"), ct);
    }

    /// <summary>Starts a run now, whatever is open and also while it is paused.</summary>
    /// <returns>What was decided, and when it counts as due; null when the schedule is gone.</returns>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Refusals"/>.</exception>
    public async Task<(FireDecision Decision, DateTimeOffset DueAt)?> TriggerAsync(
        ScheduleRow row, Func<DateTimeOffset, Firing> firingAt, Actor by, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var wait = new NpgsqlCommand(Lock, connection).Add(row.Id);
        if (await wait.ExecuteScalarAsync(ct) is not DateTime now)
        {
            return null;
        }

        var firing = firingAt(new DateTimeOffset(now, TimeSpan.Zero));
        var decision = await EnterScheduledRun.RunAsync(
            connection, row.Id, firing, Overlap.Allow, int.MaxValue, ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(AuditOf(by, AuditVerb.TriggerSchedule, row, null));
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (decision, firing.DueAt);
    }

    /// <summary>Null when nothing was changed.</summary>
    private async Task<object?> ChangeAsync(NpgsqlCommand change, NpgsqlBatchCommand audit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        change.Connection = connection;
        if (await change.ExecuteScalarAsync(ct) is not { } changed)
        {
            return null;
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(audit);
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return changed;
    }

    private static NpgsqlBatchCommand AuditOf(Actor by, string verb, ScheduleRow row, string? note) =>
        AuditLog.CommandOf(
            by, verb, null, row.OwnerId,
            new RawJson(JsonSerializer.SerializeToUtf8Bytes(
                new ScheduleAudit(row.Id, row.Settings.Name, note), ScheduleAuditJson.Default.ScheduleAudit)));
}
