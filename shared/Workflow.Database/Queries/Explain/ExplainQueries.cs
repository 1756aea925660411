using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries.Explain;

/// <summary>How much a look at one run may read.</summary>
/// <param name="Silence">How long a process may be silent and still count as alive.</param>
/// <param name="QueueRows">Open runs of the shard that are looked at to find the place in the queue.</param>
/// <param name="Steps">Open steps that are read.</param>
/// <param name="InboxRows">Unread inbox rows that are read.</param>
public sealed record ExplainLimits(TimeSpan Silence, int QueueRows, int Steps, int InboxRows);

/// <summary>Reads where a run is, in one round trip.</summary>
public sealed class ExplainQueries(NpgsqlDataSource dataSource)
{
    private const string Head = """
        select r.run_id, r.status, r.workflow_id, r.workflow_version, r.plan, r.shard, r.priority, r.created_at,
               r.started_at, r.completed_at, nullif(r.wake_at, 'infinity'), r.paused_at,
               case when r.revision - r.outside_revisions <= r.recovered_revision then r.recoveries else 0 end,
               r.alone_epoch, r.error,
               r.error_message, r.cancelled_by, r.parent_run_id,
               s.epoch, s.owner, s.taken_at, o.seen_at,
               (select count(*)::int from consumers where kind = 'consumer' and seen_at > now() - $3),
               (select max(seen_at) from consumers where kind = 'consumer'),
               (select count(*)::int from consumers where kind = 'bridge' and seen_at > now() - $3),
               (select max(seen_at) from consumers where kind = 'bridge'), now(), r.start_at, r.queue_deadline,
               (select who from audit_log a
                 where a.run_id = r.run_id and a.verb = 'pause' and r.paused_at is not null
                 order by a.id desc limit 1)
          from workflow_runs r
          left join shards s on s.shard = r.shard
          left join consumers o on o.id = s.owner and o.kind = 'consumer'
         where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id)
        """;

    // Two ranges of the index, so that what comes after the run is never looked at.
    private const string Ahead = """
        select count(*) filter (where a.status = 'PENDING')::int, count(*) >= $2
          from workflow_runs r
          cross join lateral (
            (select w.status from workflow_runs w
              where w.shard = r.shard and w.priority > r.priority
                and w.status in ('PENDING', 'RUNNING') and w.wake_at is null and w.paused_at is null
              limit $2)
            union all
            (select w.status from workflow_runs w
              where w.shard = r.shard and w.priority = r.priority and w.run_id < r.run_id
                and w.status in ('PENDING', 'RUNNING') and w.wake_at is null and w.paused_at is null
              limit $2)) a
         where r.run_id = $1 and r.status = 'PENDING'
        """;

    private const string Steps = """
        select s.step_path, s.iteration, s.attempt, s.step_id, s.step_type, s.agent_name, s.tool_name, s.task_id,
               s.started_at, s.metadata, a.transport, a.enabled, a.timeout_seconds, c.run_id, c.status,
               c.workflow_name, c.created_at, s.total
          from (select *, count(*) over ()::int as total from step_executions
                 where run_id = $1 and status in ('PENDING', 'RUNNING') and parent_task_id is null
                 order by began_revision, started_at, step_path, iteration limit $2) s
          left join agents a on a.name = s.agent_name and a.deleted_at is null
          left join workflow_runs c on s.step_type = 'sub_workflow' and c.parent_run_id = s.run_id
           and c.parent_task_id = s.task_id
         order by s.began_revision, s.started_at, s.step_path, s.iteration
        """;

    // A failure goes up through the steps around it: the innermost is where it began.
    private const string LastFailure = """
        select step_path, iteration, attempt, step_id, agent_name, error_message, completed_at
          from step_executions where run_id = $1 and status = 'FAILED' and parent_task_id is null
         order by ended_revision desc, length(step_path) desc, completed_at desc limit 1
        """;

    private const string Inbox = """
        select kind, unique_key, received_at, count(*) over ()::int
          from run_inbox where run_id = $1 and read_at is null order by received_at limit $2
        """;

    private const string Slots = """
        select r.concurrency_key, r.concurrency_limit,
               array(select o.run_id from workflow_runs o
                      where o.owner_id = r.owner_id and o.concurrency_key = r.concurrency_key
                        and o.status in ('PENDING', 'RUNNING') and o.slot_at is not null
                      order by o.slot_at, o.run_id limit 10),
               (select count(*)::int from (
                    select from workflow_runs w
                     where w.owner_id = r.owner_id and w.concurrency_key = r.concurrency_key and w.status = 'PENDING'
                       and w.wake_at = 'infinity'
                       and (w.priority > r.priority or (w.priority = r.priority and w.run_id < r.run_id))
                     limit $2) as counted)
          from workflow_runs r
         where r.run_id = $1 and r.status = 'PENDING' and r.wake_at = 'infinity' and r.concurrency_key is not null
        """;

    /// <param name="sees">Owner whose runs may be read; null for everybody's.</param>
    /// <returns>Null when the owner has no such run.</returns>
    public async Task<RunSituation?> ReadAsync(string? sees, Guid runId, ExplainLimits limits, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Head, runId, sees, limits.Silence);
        batch.Add(Ahead, runId, limits.QueueRows);
        batch.Add(Steps, runId, limits.Steps);
        batch.Add(LastFailure, runId);
        batch.Add(Inbox, runId, limits.InboxRows);
        batch.Add(Slots, runId, limits.QueueRows);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var (run, shard, workforce, now) = (PlaceOf(reader), ShardOf(reader), WorkforceOf(reader), TimeOf(reader, 26));
        var ahead = await reader.NextRowsAsync(row => new QueueAhead(row.GetInt32(0), row.GetBoolean(1)), ct);
        var steps = await reader.NextRowsAsync(row => (Step: StepOf(row), Total: row.GetInt32(17)), ct);
        var failures = await reader.NextRowsAsync(FailureOf, ct);
        var inbox = await reader.NextRowsAsync(
            row => (Row: new UnreadRow(row.GetString(0), row.GetString(1), TimeOf(row, 2)), Total: row.GetInt32(3)),
            ct);
        var slots = await reader.NextRowsAsync(
            row => new SlotQueue(row.GetString(0), row.GetInt32(1), row.GetFieldValue<Guid[]>(2), row.GetInt32(3)), ct);
        return new RunSituation(
            now, run, shard, workforce, run.Status == RunStatus.Pending ? ahead.Single() : null,
            [.. steps.Select(one => one.Step)], steps.Count == 0 ? 0 : steps[0].Total, failures.SingleOrDefault(),
            [.. inbox.Select(one => one.Row)], inbox.Count == 0 ? 0 : inbox[0].Total)
        {
            SlotQueue = slots.SingleOrDefault(),
        };
    }

    private static RunPlace PlaceOf(NpgsqlDataReader row) => new(
        row.GetGuid(0), StatusText.ParseRun(row.GetString(1)), row.GuidOrNull(2), row.TextOrNull(3),
        row.JsonOrEmpty(4), row.GetInt32(5), row.GetInt16(6), TimeOf(row, 7), row.TimeOrNull(8), row.TimeOrNull(9),
        row.TimeOrNull(10), row.TimeOrNull(11), row.GetInt32(12), row.IsDBNull(13) ? null : row.GetInt64(13),
        row.JsonOrEmpty(14), row.TextOrNull(15), row.TextOrNull(16), row.GuidOrNull(17), row.TimeOrNull(27),
        row.TimeOrNull(28), row.TextOrNull(29));

    private static ShardPlace ShardOf(NpgsqlDataReader row) => new(
        row.IsDBNull(18) ? null : row.GetInt64(18), row.TextOrNull(19), row.TimeOrNull(20), row.TimeOrNull(21));

    private static Workforce WorkforceOf(NpgsqlDataReader row) =>
        new(row.GetInt32(22), row.TimeOrNull(23), row.GetInt32(24), row.TimeOrNull(25));

    private static OpenStep StepOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4), row.TextOrNull(5),
        row.TextOrNull(6), row.GuidOrNull(7), TimeOf(row, 8), row.JsonOrEmpty(9),
        row.IsDBNull(10) ? null : new RegisteredAgent(
            row.GetString(10), row.GetBoolean(11), row.IsDBNull(12) ? null : row.GetInt32(12)),
        row.IsDBNull(13) ? null : new ChildPlace(
            row.GetGuid(13), StatusText.ParseRun(row.GetString(14)), row.GetString(15), TimeOf(row, 16)));

    private static FailedAttempt FailureOf(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.TextOrNull(4), row.TextOrNull(5),
        row.TimeOrNull(6));

    private static DateTimeOffset TimeOf(NpgsqlDataReader row, int column) =>
        row.GetFieldValue<DateTimeOffset>(column);
}
