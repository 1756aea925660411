using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Schedules;

/// <summary>A schedule with the due time that has waited longest for its open runs to end.</summary>
/// <param name="Kind">One of <see cref="FireKind"/>.</param>
public sealed record QueuedSchedule(ScheduleRow Row, DateTimeOffset DueAt, string Kind);

/// <summary>What the owner of a shard looks for.</summary>
public sealed class DueSchedules(NpgsqlDataSource dataSource)
{
    private const string Look = """
        select exists (select from schedules where shard = any($1) and next_due_at <= now()),
               exists (select from schedules where shard = any($1) and fires_queued > 0)
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

    /// <summary>Whether a schedule of the shards is due, and whether one has queued due times.</summary>
    public async Task<(bool Due, bool Queued)> LookAsync(int[] shards, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Look).Add(shards);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetBoolean(0), reader.GetBoolean(1));
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
                ScheduleColumns.Row(reader), reader.GetFieldValue<DateTimeOffset>(39), reader.GetString(40)));
        }

        return rows;
    }
}
