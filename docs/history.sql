-- Ready queries about what has run. Every one begins with its name and can be run alone in psql; times are of the session's
-- zone. Big tables: keep the condition on created_at or started_at.

-- name: per_day
-- Runs of the last 30 days by day, workflow and status, with their average duration.
select day::date, workflow_name, status, runs, round(average_seconds::numeric, 3) as average_seconds
  from runs_per_day
 where day >= now() - interval '30 days'
 order by day desc, workflow_name, status;

-- name: open
-- What has not ended, oldest first.
select run_id, workflow_name, status, shard, created_at, started_at, wake_at, paused_at, recoveries
  from workflow_runs
 where status in ('PENDING', 'RUNNING')
 order by created_at
 limit 100;

-- name: success_rate
-- Share of completed runs among those that ended in the last day, by workflow.
select workflow_name, count(*) as ended,
       round(100.0 * count(*) filter (where status = 'COMPLETED') / count(*), 2) as completed_percent,
       count(*) filter (where status = 'FAILED') as failed,
       count(*) filter (where status = 'CANCELLED') as cancelled
  from workflow_runs
 where completed_at >= now() - interval '1 day' and status in ('COMPLETED', 'FAILED', 'CANCELLED')
 group by workflow_name
 order by failed desc, workflow_name;

-- name: errors
-- Why runs failed in the last day, most frequent first.
select workflow_name, error ->> 'type' as type, left(error_message, 200) as message, count(*) as runs,
       max(completed_at) as last_at
  from workflow_runs
 where status = 'FAILED' and completed_at >= now() - interval '1 day'
 group by 1, 2, 3
 order by runs desc
 limit 50;

-- name: waiting_for_start
-- How long runs of the last day waited before they began.
select workflow_name, count(*) as runs,
       percentile_cont(0.5) within group (order by extract(epoch from started_at - created_at)) as median_seconds,
       percentile_cont(0.95) within group (order by extract(epoch from started_at - created_at)) as p95_seconds
  from workflow_runs
 where started_at is not null and created_at >= now() - interval '1 day'
 group by workflow_name
 order by p95_seconds desc;

-- name: slowest_steps
-- Tasks that take longest, by workflow.
select workflow_name, step_id, step_type, executions, median_ms, p95_ms, max_ms
  from slowest_steps
 order by p95_ms desc
 limit 50;

-- name: agents
-- Attempts and failures by agent, with the last one.
select agent_name, attempts, failed, round(100.0 * failed / attempts, 2) as failed_percent, last_failure
  from failures_by_agent
 order by failed desc, agent_name;

-- name: retries
-- Steps of the last day that needed more than one attempt.
select r.workflow_name, s.step_id, s.agent_name, count(*) as steps, max(s.attempt) as most_attempts
  from step_executions s
  join workflow_runs r using (run_id)
 where s.attempt > 1 and s.started_at >= now() - interval '1 day'
 group by 1, 2, 3
 order by steps desc
 limit 50;

-- name: take_overs
-- Runs that lost an owner on the way, most often first: whoever is there again and again brings its consumer down.
select run_id, workflow_name, status, recoveries, created_at
  from workflow_runs
 where recoveries > 0 and created_at >= now() - interval '7 days'
 order by recoveries desc, created_at desc
 limit 50;

-- name: newest
-- Up to when the data goes: after a restore, everything later is lost.
select (select max(created_at) from workflow_runs) as newest_run,
       (select max(completed_at) from workflow_runs) as newest_end,
       (select max(started_at) from step_executions) as newest_step;

-- name: lost_after_restore
-- Messages of runs that the database does not know: what was accepted after the backup.
select l.run_id, l.sent_at, l.reason
  from dead_letters l
 where l.source_topic = 'workflow.execution.requests'
   and l.run_id is not null
   and not exists (select from workflow_runs r where r.run_id = l.run_id)
 order by l.sent_at;

-- name: sizes
-- What takes the space.
select relname, pg_size_pretty(pg_total_relation_size(relid)) as size, n_live_tup as rows, n_dead_tup as dead
  from pg_stat_user_tables
 order by pg_total_relation_size(relid) desc;

-- name: archived
-- Runs that the retention policy has put away, the last ones first, with how many steps they had.
select run_id, workflow_name, status, created_at, completed_at, archived_at, json_array_length(steps) as steps
  from archived_runs
 order by archived_at desc
 limit 100;
