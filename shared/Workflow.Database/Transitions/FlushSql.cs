namespace Workflow.Database.Transitions;

/// <summary>The texts of a flush. Its rows are $1, runs, and $2, attempts of steps; $3 to $5 say which inbox rows were
/// read.</summary>
/// <remarks>
/// Of several runs, the fence rows are locked by a statement of their own before (<c>for share</c>: re-read after a
/// wait, and in conflict with a take-over's update), so that this one, which joins on them, sees the world after the
/// wait. The runs are locked in order of their id. The limit keeps none out: for it the planner expects about one run,
/// and so looks each of them up; else a plan that was made when there were few would go on to read them all.
/// One run alone has no order to be locked in, and needs no statement before: where its row was written since the
/// statement began, be it during the wait for the fence, the update reads it again, and asks for its guard again. That
/// holds for this row only, so a flush that looks into the inbox is not one of these.
/// A delayed run that began too early, from a message, is refused though its time may have come since: its owner
/// finds it by the clock.
/// Steps and inbox marks are written only for runs that this very statement has moved.
/// What a run has taken in, or does not want, is deleted; of a signal whose sender chose its id, and of an event from
/// the topic, the key stays until the run's end, so that the same is not taken in twice.
/// </remarks>
internal static class FlushSql
{
    /// <summary>Whatever a flush may hold; after the fence.</summary>
    public static readonly string Full = Text(Several, "", Wake, Read + Clear);

    /// <summary>The same where no run parks or has read its inbox: most of them, and half the work for the
    /// database; after the fence.</summary>
    public static readonly string Plain = Text(Several, "", "null", Clear);

    /// <summary>The same for one run that goes on; with its fence.</summary>
    public static readonly string One = Text(Single, $"and {Guard}", "null", "");

    /// <summary>The same for one run that ends; with its fence.</summary>
    public static readonly string OneEnd = Text(Single, $"and {Guard}", "null", Clear);

    private const string Claim = "s.shard = c.shard and s.epoch = c.epoch and s.token = c.token";

    private const string Guard = """
        r.status = c.from_status and r.revision - r.outside_revisions = c.from_revision
               and r.shard = c.shard
               and (r.status <> 'PENDING' or (r.paused_at is null
                                              and coalesce(r.wake_at <= least(now(), c.started_at), true)
                                              and coalesce(r.queue_deadline > now(), true)))
        """;

    private const string Several = $"""
        select c.*
              from workflow_runs r
              join c on c.run_id = r.run_id
              join shards s on {Claim}
             where {Guard}
             order by r.run_id
               for no key update of r
        """;

    private const string Single = $"""
        select c.*
              from c join shards s on {Claim}
               for share of s
        """;

    /// <summary>Whether the run is paused, so that what would end it only goes into its steps.</summary>
    private const string IsHeld = "r.paused_at is not null and c.to_status <> 'RUNNING'";

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

    private const string Read = """
        , read as (
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
        )
        """;

    private const string Clear = """
        , cleared as (
            delete from run_inbox i
             where i.run_id = any(array(select w.run_id from written w where w.has_ended))
        )
        """;

    /// <param name="mine">Those of the runs c whose fence holds.</param>
    /// <param name="guard">What else is asked for when the row is written.</param>
    private static string Text(string mine, string guard, string wake, string inbox) => $"""
        with c as (
            select * from unnest($1::workflow_flushed_run_1[]) as c
             limit cardinality($1)
        ), mine as (
            {mine}
        ), written as (
            update workflow_runs r
               set status = case when {IsHeld} then r.status else c.to_status end,
                   revision = r.revision + c.to_revision - c.from_revision,
                   started_revision = case when r.status = 'PENDING' then r.revision + c.to_revision - c.from_revision
                                           else r.started_revision end,
                   started_at = coalesce(r.started_at, c.started_at),
                   completed_at = case when not ({IsHeld}) then c.completed_at end,
                   output_data = case when not ({IsHeld}) then c.output_data end,
                   error = case when not ({IsHeld}) then c.error end,
                   error_message = case when not ({IsHeld}) then c.error_message end,
                   wake_at = {wake}
              from mine c
             where r.run_id = c.run_id {guard}
            returning r.run_id, r.revision, r.owner_id, r.workflow_id, r.total_steps, r.paused_at, r.outside_revisions,
                      {IsHeld} as is_held, r.status in ('COMPLETED', 'FAILED', 'CANCELLED') as has_ended
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
        ){inbox}
        select run_id, owner_id, workflow_id, total_steps, revision, paused_at is not null, outside_revisions, is_held
          from written
        """;
}
