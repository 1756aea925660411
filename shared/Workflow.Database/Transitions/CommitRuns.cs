using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Ownership;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>The journal's flush: fence, run edges, steps and inbox marks in one round trip and one implicit
/// transaction.</summary>
/// <remarks>
/// The fence rows are locked by a statement of their own (<c>for share</c>: re-read after a wait, and in conflict with
/// a take-over's update), so that the second one, which joins on them, sees the world after the wait. Runs are locked
/// in order of their id. The limit keeps none out: for it the planner expects about one run, and so looks each of them
/// up; else a plan that was made when there were few would go on to read them all. Steps and inbox marks are written
/// only for runs that this very statement has moved.
/// What a run has taken in, or does not want, is deleted; of a signal whose sender chose its id, and of an event from
/// the topic, the key stays until the run's end, so that the same is not taken in twice.
/// </remarks>
public static class CommitRuns
{
    private const string Fence = ShardFence.Sql;

    private const string Moved = """
        with c as (
            select * from unnest($1::workflow_flushed_run_1[]) as c
             limit cardinality($1)
        ), mine as (
            select c.*, r.paused_at is not null and c.to_status <> 'RUNNING' as is_held
              from workflow_runs r
              join c on c.run_id = r.run_id
              join shards s on s.shard = c.shard and s.epoch = c.epoch and s.token = c.token
             where r.status = c.from_status and r.revision - r.outside_revisions = c.from_revision
               and r.shard = c.shard
               and (r.status <> 'PENDING' or (r.paused_at is null and coalesce(r.wake_at <= now(), true)
                                              and coalesce(r.queue_deadline > now(), true)))
             order by r.run_id
               for no key update of r
        ), written as (
            update workflow_runs r
               set status = case when c.is_held then r.status else c.to_status end,
                   revision = r.revision + c.to_revision - c.from_revision,
                   started_revision = case when r.status = 'PENDING' then r.revision + c.to_revision - c.from_revision
                                           else r.started_revision end,
                   started_at = coalesce(r.started_at, c.started_at),
                   completed_at = case when not c.is_held then c.completed_at end,
                   output_data = case when not c.is_held then c.output_data end,
                   error = case when not c.is_held then c.error end,
                   error_message = case when not c.is_held then c.error_message end,
                   wake_at =
        """;

    private const string Wake = """
         case when c.wake_at is not null and exists (
                       select from run_inbox i
                        where i.run_id = r.run_id and i.read_at is null
                          and case when i.kind = 'signal' then i.arrival > c.signals_seen
                                   else exists (
                                       select from step_executions e
                                        where e.run_id = i.run_id and e.status = 'RUNNING'
                                          and e.task_id::text = i.unique_key) end)
                   then now() else c.wake_at end
        """;

    private const string Recorded = """

              from mine c
             where r.run_id = c.run_id
            returning r.run_id, r.revision, r.owner_id, r.workflow_id, r.total_steps, r.paused_at, r.outside_revisions,
                      c.is_held, r.status in ('COMPLETED', 'FAILED', 'CANCELLED') as has_ended
        ), steps as (
            insert into step_executions as e (
                run_id, step_path, iteration, attempt, step_id, step_type, agent_name, tool_name, task_id, status,
                input_data, output_data, context_data, next_task, error, error_message, started_at, completed_at,
                began_revision, ended_revision, metadata)
            select x.run_id, x.step_path, x.iteration, x.attempt, x.step_id, x.step_type, x.agent_name, x.tool_name,
                   x.task_id, x.status, x.input_data, x.output_data, x.context_data, x.next_task,
                   x.error, x.error_message, x.started_at, x.completed_at, w.revision,
                   case when x.completed_at is not null then w.revision end, x.metadata
              from unnest($2::workflow_flushed_step_1[]) as x
              join written w on w.run_id = x.run_id
            on conflict (run_id, step_path, iteration, attempt) do update
               set status = excluded.status,
                   agent_name = excluded.agent_name,
                   tool_name = excluded.tool_name,
                   task_id = excluded.task_id,
                   input_data = excluded.input_data,
                   output_data = excluded.output_data,
                   context_data = excluded.context_data,
                   next_task = excluded.next_task,
                   error = excluded.error,
                   error_message = excluded.error_message,
                   started_at = excluded.started_at,
                   completed_at = excluded.completed_at,
                   ended_revision = excluded.ended_revision,
                   metadata = excluded.metadata
             where e.status in ('PENDING', 'RUNNING')
        """;

    private const string Read = """

        ), read as (
            select x.run_id, x.unique_key, x.is_dropped or w.has_ended as is_over
              from unnest($3::uuid[], $4::text[], $5::boolean[]) as x (run_id, unique_key, is_dropped)
              join written w on w.run_id = x.run_id
        ), taken_in as (
            delete from run_inbox i using read x
             where i.run_id = x.run_id and i.unique_key = x.unique_key and i.read_at is null
               and (x.is_over or i.unique_key !~ '^(signal|event):')
        ), remembered as (
            update run_inbox i
               set read_at = now(), payload = null
              from read x
             where i.run_id = x.run_id and i.unique_key = x.unique_key and i.read_at is null
               and not x.is_over and i.unique_key ~ '^(signal|event):'
        ), looked_at as (
            update run_inbox i
               set is_seen = true
             where i.run_id = any(array(select c.run_id from c where c.signals_seen > 0))
               and i.kind = 'signal' and i.read_at is null and not i.is_seen
               and i.arrival <= (select c.signals_seen from c where c.run_id = i.run_id)
               and not exists (select from read x where x.run_id = i.run_id and x.unique_key = i.unique_key)
               and exists (select from written w where w.run_id = i.run_id and not w.has_ended)
        """;

    private const string Cleared = """

        ), cleared as (
            delete from run_inbox i
             where i.run_id = any(array(select w.run_id from written w where w.has_ended))
        )
        select run_id, owner_id, workflow_id, total_steps, revision, paused_at is not null, outside_revisions, is_held
          from written
        """;

    /// <summary>Whatever a flush may hold.</summary>
    private const string Commit = Moved + Wake + Recorded + Read + Cleared;

    /// <summary>The same for a flush in which no run parks or has read its inbox: most of them, and half the work for
    /// the database.</summary>
    private const string Plain = Moved + " null" + Recorded + Cleared;

    /// <summary>Sends the flush. Returns the runs that were written now; the rest lost their guard or their
    /// fence.</summary>
    /// <exception cref="NpgsqlException">Nothing of the batch is known to be written.</exception>
    public static async Task<Dictionary<Guid, CommitResult>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<RunCommit> commits, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(FenceCommand(commits));
        batch.BatchCommands.Add(CommitCommand(commits));
        var written = new Dictionary<Guid, CommitResult>(commits.Count);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var mark = new CommitMark(
                reader.GetInt64(4), new PauseMark(reader.GetBoolean(5), reader.GetInt64(6)), reader.GetBoolean(7));
            written.Add(
                reader.GetGuid(0), new CommitResult(CommitOutcome.Committed, Facts: Facts(reader, 1), Mark: mark));
        }

        await reader.CloseAsync();
        return written;
    }

    /// <summary>Owner, workflow and number of tasks, from three columns.</summary>
    internal static RunFacts Facts(NpgsqlDataReader reader, int from) => new(
        reader.GetString(from), reader.IsDBNull(from + 1) ? null : reader.GetGuid(from + 1), reader.GetInt32(from + 2));

    private static NpgsqlBatchCommand FenceCommand(IReadOnlyList<RunCommit> commits)
    {
        var claims = commits.Select(commit => commit.Claim).Distinct().ToList();
        return new NpgsqlBatchCommand(Fence).AddClaims(claims);
    }

    private static NpgsqlBatchCommand CommitCommand(IReadOnlyList<RunCommit> commits)
    {
        var isPlain = commits.All(commit =>
            commit is { WakeAt: null, SignalsSeen: 0 }
            && commit.InboxRead.Count + commit.InboxDropped.Count == 0);
        var command = new NpgsqlBatchCommand(isPlain ? Plain : Commit);
        command
            .AddRows(commits, FlushedRun.Of)
            .AddRows(
                [.. commits.SelectMany(commit => commit.Steps.Select(step => (commit.RunId, Step: step)))],
                row => FlushedStep.Of(row.RunId, row.Step));
        if (isPlain)
        {
            return command;
        }

        var read = commits.SelectMany(commit =>
            commit.InboxRead.Select(key => (commit.RunId, Key: key, IsDropped: false))
                .Concat(commit.InboxDropped.Select(key => (commit.RunId, Key: key, IsDropped: true)))).ToList();
        return command
            .AddArray(read, NpgsqlDbType.Uuid, row => row.RunId)
            .AddArray(read, NpgsqlDbType.Text, row => row.Key)
            .AddArray(read, NpgsqlDbType.Boolean, row => row.IsDropped);
    }
}
