using Npgsql;
using Workflow.Database.Ownership;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>A schedule with the due time that has waited longest for its open runs to end.</summary>
/// <param name="Kind">One of <see cref="FireKind"/>.</param>
public sealed record QueuedSchedule(ScheduleRow Row, DateTimeOffset DueAt, string Kind);

/// <summary>What the owner of a shard looks for.</summary>
public sealed class DueSchedules(NpgsqlDataSource dataSource)
{
    private const string Look = $"""
        select exists (select from schedules where shard = any($1) and next_due_at <= now()),
               exists (select from schedules where shard = any($1) and fires_queued > 0),
               exists (select from schedules c where c.shard = any($1) and {Between})
        """;

    private const string Between = """
        c.pause_between is not null and c.next_due_at is null and c.paused_at is null
        and not coalesce(c.runs_max <= c.runs_started, false)
        and not exists (select from workflow_runs r
                         where r.schedule_id = c.id and r.status in ('PENDING', 'RUNNING'))
        """;

    private const string Repeat = $"""
        with s as (
            {ShardFence.Sql}
        ), ended as (
            select c.id from s join schedules c on c.shard = s.shard
             where {Between}
             limit $4 for no key update of c skip locked
        )
        update schedules c
           set next_due_at = c.pause_between * interval '1 ms' + greatest(
                   c.last_fired_at, c.updated_at,
                   (select r.completed_at from workflow_runs r where r.run_id = c.last_run_id))
          from ended where c.id = ended.id
        """;

    private const string Due = $"""
        select {ScheduleColumns.All}
          from schedules c
         where c.shard = any($1) and c.next_due_at <= now() and c.paused_at is null
         order by c.next_due_at limit $2
        """;

    private const string Queued = $"""
        select {ScheduleColumns.All}, f.due_at, f.kind
          from schedules c
          cross join lateral (select f.due_at, f.kind from schedule_fires f
                               where f.schedule_id = c.id and f.outcome = 'queued'
                               order by f.due_at limit 1) as f
         where c.shard = any($1) and c.fires_queued > 0 and c.paused_at is null
           and (c.overlap = 'allow'
                or not exists (select from workflow_runs r
                                where r.schedule_id = c.id and r.status in ('PENDING', 'RUNNING')))
         order by f.due_at limit $2
        """;

    /// <summary>Whether a schedule of the shards is due, whether one has queued due times, and whether a run has ended
    /// after which one is due again.</summary>
    public async Task<(bool Due, bool Queued, bool Repeated)> LookAsync(int[] shards, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Look).Add(shards);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2));
    }

    /// <summary>Sets the next due time of schedules that wait for the end of their last run.</summary>
    public async Task RepeatAsync(IReadOnlyList<ShardClaim> claims, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Repeat)
            .AddClaims(claims)
            .Add(limit);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Schedules that are due, those first that have been for longest.</summary>
    public async Task<List<ScheduleRow>> DueAsync(int[] shards, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Due).Add(shards).Add(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<ScheduleRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(ScheduleColumns.Row(reader));
        }

        return rows;
    }

    /// <summary>Schedules whose queue may go on: nothing of theirs is open, or that does not matter.</summary>
    public async Task<List<QueuedSchedule>> QueuedAsync(int[] shards, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Queued).Add(shards).Add(limit);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<QueuedSchedule>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new QueuedSchedule(
                ScheduleColumns.Row(reader), reader.GetFieldValue<DateTimeOffset>(41), reader.GetString(42)));
        }

        return rows;
    }
}
