using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>One trigger for each table and verb instead of several, under a short condition. PostgreSQL reads all
/// conditions of a table from their text for every statement that writes it, and hardly any row meets one.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261122110000_GatherTriggers")]
public sealed class GatherTriggers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Runs);
        migrationBuilder.Sql(Waits);
        migrationBuilder.Sql(Steps);
        migrationBuilder.Sql("""
            drop trigger if exists workflow_runs_child_end on workflow_runs;
            drop trigger if exists workflow_runs_child_born_ended on workflow_runs;
            drop trigger if exists workflow_runs_webhook_end on workflow_runs;
            drop trigger if exists workflow_runs_webhook_born_ended on workflow_runs;
            drop trigger if exists workflow_runs_webhook_progress on workflow_runs;
            drop trigger if exists step_executions_approval_begun on step_executions;
            drop trigger if exists step_executions_approval_resumed on step_executions;
            drop trigger if exists step_executions_approval_ended on step_executions;
            drop trigger if exists step_executions_accepted_ended on step_executions;
            drop trigger if exists step_executions_agent_ended on step_executions;
            drop trigger if exists step_executions_listen_begun on step_executions;
            drop trigger if exists step_executions_listen_resumed on step_executions;
            drop trigger if exists step_executions_listen_ended on step_executions;
            drop function if exists workflow_tell_parent, workflow_note_end, workflow_note_progress,
                workflow_open_approval, workflow_close_approval, workflow_end_accepted_task, workflow_end_tool_calls,
                workflow_open_event_waits, workflow_close_event_waits;
            """);
    }

    // Of progress, at most one delivery per receiver waits to be sent; what it says is read then.
    private const string Runs = """
        create or replace function workflow_run_changed() returns trigger language plpgsql as $$
        declare
            ended boolean := new.status in ('COMPLETED', 'FAILED', 'CANCELLED')
                             and (tg_op = 'INSERT' or old.status is distinct from new.status);
        begin
            if ended and new.parent_task_id is not null then
                insert into run_inbox (run_id, kind, unique_key, shard, payload)
                select p.run_id, 'child_end', new.parent_task_id::text, p.shard,
                       json_build_object('run_id', new.run_id, 'status', lower(new.status), 'output', new.output_data,
                                         'error', new.error, 'error_message', new.error_message)
                  from workflow_runs p
                 where p.run_id = new.parent_run_id and p.status in ('PENDING', 'RUNNING')
                on conflict do nothing;
            end if;
            if ended and new.webhooks is not null then
                insert into webhook_deliveries (id, owner_id, run_id, webhook_id, target, url, host, headers, secret,
                                                event, revision, next_attempt_at)
                select gen_random_uuid(), new.owner_id, new.run_id, (t.hook ->> 'id')::uuid, t.place,
                       t.hook ->> 'url', t.hook ->> 'host', t.hook -> 'headers', t.hook ->> 'secret',
                       lower(new.status), new.revision, now()
                  from jsonb_array_elements(new.webhooks) with ordinality as t (hook, place)
                 where t.hook -> 'events' ?| array['ended', lower(new.status)];
            end if;
            if new.webhooks is not null and new.status = 'RUNNING' and tg_op = 'UPDATE'
               and new.revision > old.revision then
                insert into webhook_deliveries (id, owner_id, run_id, webhook_id, target, url, host, headers, secret,
                                                event, next_attempt_at)
                select gen_random_uuid(), new.owner_id, new.run_id, (t.hook ->> 'id')::uuid, t.place,
                       t.hook ->> 'url', t.hook ->> 'host', t.hook -> 'headers', t.hook ->> 'secret', 'progress',
                       now()
                  from jsonb_array_elements(new.webhooks) with ordinality as t (hook, place)
                 where t.hook -> 'events' ? 'progress'
                on conflict (run_id, target) where event = 'progress' and attempts = 0 do nothing;
            end if;
            return null;
        end $$;

        create or replace trigger workflow_runs_inserted after insert on workflow_runs for each row
            when (new.status <> 'PENDING' and (new.parent_task_id is not null or new.webhooks is not null))
            execute function workflow_run_changed();
        create or replace trigger workflow_runs_updated after update on workflow_runs for each row
            when (new.parent_task_id is not null or new.webhooks is not null)
            execute function workflow_run_changed();
        """;

    private const string Waits = """
        create or replace function workflow_open_waits(step step_executions) returns void language plpgsql as $$
        begin
            insert into open_approvals (run_id, step_path, iteration, attempt, step_id, owner_id, shard, title, prompt,
                                        requested_at, expires_at)
            select step.run_id, step.step_path, step.iteration, step.attempt, step.step_id, r.owner_id, r.shard,
                   step.metadata -> 'approval' ->> 'title', step.metadata -> 'approval' ->> 'prompt', step.started_at,
                   (step.metadata -> 'approval' ->> 'expires_at')::timestamptz
              from workflow_runs r
             where r.run_id = step.run_id and step.metadata -> 'approval' is not null
            on conflict do nothing;
            insert into event_waits (run_id, step_path, iteration, attempt, place, owner_id, event_type, from_key,
                                     from_set, expected)
            select step.run_id, step.step_path, step.iteration, step.attempt, w.place, r.owner_id,
                   coalesce(w.wait ->> 'type', ''), w.wait ->> 'key', w.wait -> 'from', w.wait ->> 'expected'
              from workflow_runs r,
                   json_array_elements(step.metadata -> 'listen' -> 'waits') with ordinality as w (wait, place)
             where r.run_id = step.run_id
            on conflict do nothing;
        end $$;

        create or replace function workflow_close_waits(step step_executions) returns void language plpgsql as $$
        begin
            delete from open_approvals
             where run_id = step.run_id and step_path = step.step_path and iteration = step.iteration
               and attempt = step.attempt;
            delete from event_waits
             where run_id = step.run_id and step_path = step.step_path and iteration = step.iteration
               and attempt = step.attempt;
        end $$;
        """;

    private const string Steps = """
        create or replace function workflow_step_inserted() returns trigger language plpgsql as $$
        begin
            perform workflow_open_waits(new);
            return null;
        end $$;

        create or replace function workflow_step_updated() returns trigger language plpgsql as $$
        declare
            stopped boolean := old.status = 'RUNNING' and new.status <> 'RUNNING';
        begin
            if new.step_type = 'wait' and old.status = 'PENDING' and new.status = 'RUNNING' then
                perform workflow_open_waits(new);
            end if;
            if new.step_type = 'wait' and stopped then
                perform workflow_close_waits(new);
            end if;
            if new.accepted_at is not null and stopped then
                update accepted_tasks
                   set ended_at = now(),
                       cancel_at = case when answered_at is null and endpoint is not null then now() end
                 where run_id = new.run_id and task_id = new.task_id and ended_at is null;
            end if;
            if new.has_tool_calls and stopped and new.status <> 'PENDING' then
                update step_executions t
                   set status = case new.status when 'FAILED' then 'FAILED' else 'CANCELLED' end,
                       completed_at = greatest(new.completed_at, t.started_at), ended_revision = new.ended_revision,
                       error_message = 'The step of the agent ended before it said how this call did.'
                 where t.parent_task_id = new.task_id and t.run_id = new.run_id and t.status = 'RUNNING';
            end if;
            return null;
        end $$;

        create or replace trigger step_executions_inserted after insert on step_executions for each row
            when (new.step_type = 'wait' and new.status = 'RUNNING'
                  and new.metadata::text ~ '"(approval|waits)":')
            execute function workflow_step_inserted();
        create or replace trigger step_executions_updated after update on step_executions for each row
            when (new.status <> old.status
                  and (new.accepted_at is not null or new.has_tool_calls
                       or new.step_type = 'wait' and concat(old.metadata, new.metadata) ~ '"(approval|waits)":'))
            execute function workflow_step_updated();
        """;
}
