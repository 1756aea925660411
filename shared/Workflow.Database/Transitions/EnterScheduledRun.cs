using Npgsql;
using Workflow.Database.Queries;
using Workflow.Database.Schedules;
using Workflow.Database.Sql;
using Workflow.Database.Webhooks;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A due time about which it is decided now.</summary>
/// <param name="Kind">One of <see cref="FireKind"/>.</param>
/// <param name="RunId">Of the run that is started, if one is.</param>
/// <param name="RunShard">Of that run.</param>
/// <param name="Input">In place of the schedule's; empty for that.</param>
/// <param name="NextDueAt">The due time after it; does not matter for other kinds.</param>
/// <param name="Fault">Why no run can be started; null when one can be.</param>
public sealed record Firing(
    DateTimeOffset DueAt, string Kind, Guid RunId, int RunShard, string? BusinessKey, RawJson Input,
    DateTimeOffset? NextDueAt, string? Fault = null);

/// <summary>What was decided.</summary>
/// <param name="Outcome">One of <see cref="FireOutcome"/>; null when there is nothing to decide any more.</param>
/// <param name="Run">The run that was started; null when none was.</param>
/// <param name="Detail">Why there is none.</param>
public sealed record FireDecision(string? Outcome, (Guid Id, int Shard)? Run, string? Detail)
{
    internal static readonly FireDecision None = new(null, null, null);
}

/// <summary>Decides about one due time of a schedule and enters the run, as a part of a transaction that has the
/// schedule's row locked: what it sees can then no longer change.</summary>
internal static class EnterScheduledRun
{
    /// <summary>Stands for the overlap policy where a due time has waited for the others to end.</summary>
    public const string Wait = "wait";

    // A due time has one outcome, ever: one that is there already, and does not wait, is left alone.
    private static readonly string Enter = $"""
        with s as (
            select * from schedules where id = $1
        ), version as (
            select d.id, d.name, v.version, v.task_count
              from s
              join workflow_definitions d on d.id = s.workflow_id and (d.owner_id = s.owner_id or s.any_owner)
              join workflow_versions v on v.workflow_id = d.id
               and v.version = coalesce(s.workflow_version, d.latest_version)
        ), open as (
            select count(*) as runs
              from (select from workflow_runs r
                     where r.schedule_id = $1 and r.status in ('PENDING', 'RUNNING') limit $8) as r
        ), decision as (
            select case when exists (select from schedule_fires f
                                      where f.schedule_id = $1 and f.due_at = $4 and f.outcome <> 'queued')
                        then 'known'
                        when $10 is not null or not exists (select from version) then 'failed'
                        when $9 = '{Wait}' and open.runs >= $8 then 'waiting'
                        when $9 = '{Overlap.Skip}' and open.runs > 0 then 'skipped'
                        when $9 = '{Overlap.Queue}' and (open.runs > 0 or s.fires_queued > 0)
                        then case when s.fires_queued < s.queue_max then 'queued' else 'skipped' end
                        when open.runs >= $8 then 'skipped'
                        else 'started' end as outcome, open.runs
              from s cross join open
        ), told as (
            select d.outcome, d.outcome in ('started', 'skipped', 'queued', 'failed') as counts,
                   case d.outcome
                        when 'failed' then coalesce($10, {NoWorkflow})
                        when 'queued' then 'It waits for an open run of the schedule.'
                        when 'skipped' then case $9 when '{Overlap.Skip}' then 'A run of the schedule was open.'
                             when '{Overlap.Queue}' then format('%s due times waited already.', s.fires_queued)
                             else format('%s runs of the schedule were open.', d.runs) end end as detail
              from decision d cross join s
        ), entered as (
            insert into workflow_runs (run_id, workflow_id, workflow_version, workflow_name, owner_id, shard, priority,
                                       labels, business_key, input_data, total_steps, queue_deadline, webhooks,
                                       schedule_id)
            select $2, version.id, version.version, version.name, s.owner_id, $3, s.priority, s.labels, $6,
                   coalesce($12::json, s.input_data), version.task_count,
                   now() + make_interval(secs => s.queue_timeout),
                   {RunWebhooks.Sql("s.owner_id", "version.id")}, s.id
              from s cross join version cross join told where told.outcome = 'started'
        ), noted as (
            insert into schedule_fires (schedule_id, due_at, kind, outcome, run_id, detail)
            select $1, $4, $5, told.outcome, case when told.outcome = 'started' then $2 end, told.detail
              from told where told.counts
            on conflict (schedule_id, due_at) do update
               set outcome = excluded.outcome, run_id = excluded.run_id, detail = excluded.detail, decided_at = now()
        )
        update schedules c
           set runs_started = c.runs_started + (told.outcome = 'started')::int,
               fires_skipped = c.fires_skipped + (told.outcome = 'skipped')::int,
               fires_failed = c.fires_failed + (told.outcome = 'failed')::int,
               fires_queued = c.fires_queued + (told.outcome = 'queued')::int - ($11 and told.counts)::int,
               last_run_id = case when told.outcome = 'started' then $2 else c.last_run_id end,
               last_due_at = case when {OwnDue} then $4 else c.last_due_at end,
               last_fired_at = case when told.counts then now() else c.last_fired_at end,
               last_error = case told.outcome when 'failed' then told.detail when 'started' then null
                                              else c.last_error end,
               last_error_at = case told.outcome when 'failed' then now() when 'started' then null
                                                 else c.last_error_at end,
               next_due_at = case when c.runs_max <= c.runs_started + c.fires_queued
                                       + (told.outcome in ('started', 'queued'))::int - ($11 and told.counts)::int
                                  then null
                                  when {OwnDue} then $7 else c.next_due_at end
          from told where c.id = $1
        returning told.outcome, told.detail, told.counts
        """;

    private const string NoWorkflow = """
        format('There is no workflow %s%s any more.', s.workflow_id, ', version ' || s.workflow_version || ',')
        """;

    /// <summary>The clock came to it, rather than that it had waited or was asked for.</summary>
    private const string OwnDue = $"($5 = '{FireKind.Due}' and not $11)";

    /// <param name="overlap">One of <see cref="Overlap"/>, or <see cref="Wait"/> for one that is queued.</param>
    /// <param name="openMax">Open runs that the schedule may have.</param>
    public static async Task<FireDecision> RunAsync(
        NpgsqlConnection connection, Guid scheduleId, Firing firing, string overlap, int openMax, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Enter, connection)
            .Add(scheduleId).Add(firing.RunId).Add(firing.RunShard).AddTime(firing.DueAt).Add(firing.Kind)
            .Add(firing.BusinessKey).AddTime(firing.NextDueAt).Add(openMax).Add(overlap).Add(firing.Fault)
            .Add(overlap == Wait).Add(firing.Input.ToSql());
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || !reader.GetBoolean(2))
        {
            return FireDecision.None;
        }

        var outcome = reader.GetString(0);
        return new FireDecision(
            outcome, outcome == FireOutcome.Started ? (firing.RunId, firing.RunShard) : null, reader.TextOrNull(1));
    }
}
