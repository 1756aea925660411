using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>The tables of the hot path: runs, steps, inbox, shards. No foreign keys here: they would lock one another's
/// rows.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120100000_CreateRunTables")]
public sealed class CreateRunTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Runs);
        migrationBuilder.Sql(EndStatus);
        migrationBuilder.Sql(Steps);
        migrationBuilder.Sql(Ownership);
    }

    private const string Runs = """
        create table workflow_runs (
            run_id uuid primary key,
            workflow_id uuid,
            workflow_version text,
            workflow_name text not null,
            owner_id text not null,
            type text not null default 'workflow' check (type in ('workflow', 'pipeline', 'agent')),
            status text not null default 'PENDING'
                check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
            shard integer not null check (shard >= 0),
            priority smallint not null default 0,
            labels jsonb not null default '{}',
            business_key text,
            plan json,
            input_data json,
            output_data json,
            error json,
            error_message text,
            idempotency_key text,
            request_hash bytea,
            parent_run_id uuid,
            retried_from uuid,
            total_steps integer not null default 0,
            revision bigint not null default 0,
            recoveries integer not null default 0,
            recovered_revision bigint not null default -1,
            alone_epoch bigint,
            wake_at timestamptz,
            paused_at timestamptz,
            cancelled_by text,
            created_at timestamptz not null default now(),
            started_at timestamptz,
            completed_at timestamptz
        ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);

        create unique index workflow_runs_idempotency on workflow_runs (owner_id, idempotency_key)
            where idempotency_key is not null;
        create index workflow_runs_open on workflow_runs (shard, priority desc, run_id)
            where status in ('PENDING', 'RUNNING');
        create index workflow_runs_waiting on workflow_runs (shard, wake_at) where wake_at is not null;
        create index workflow_runs_of_owner on workflow_runs (owner_id, run_id desc);
        create index workflow_runs_of_workflow on workflow_runs (workflow_id, run_id desc);

        comment on table workflow_runs is
            'One row per accepted run. A row is never started twice and its end status never changes.';
        comment on column workflow_runs.run_id is 'UUIDv7: sorts by creation time.';
        comment on column workflow_runs.workflow_id is 'Definition it runs; null when the plan came with the request.';
        comment on column workflow_runs.workflow_version is 'Version of that definition, fixed at the start.';
        comment on column workflow_runs.workflow_name is 'document.name of the definition.';
        comment on column workflow_runs.owner_id is 'User who started it; only this user and admins see it.';
        comment on column workflow_runs.type is 'workflow, pipeline, or agent (a run of one agent).';
        comment on column workflow_runs.status is
            'PENDING, RUNNING, then one of COMPLETED, FAILED, CANCELLED, which is final.';
        comment on column workflow_runs.shard is
            'Partition of workflow.execution.requests whose owner executes the run.';
        comment on column workflow_runs.priority is 'Higher starts first when runs are waiting.';
        comment on column workflow_runs.labels is 'Free key-value pairs given at the start.';
        comment on column workflow_runs.business_key is 'The caller''s own identifier of what the run is about.';
        comment on column workflow_runs.plan is
            'The definition, when it came with the request instead of from the registry.';
        comment on column workflow_runs.input_data is 'Input as given.';
        comment on column workflow_runs.output_data is 'Output of a COMPLETED run.';
        comment on column workflow_runs.error is 'Error of a FAILED run: type, status, title, detail, instance.';
        comment on column workflow_runs.error_message is 'The error in one line.';
        comment on column workflow_runs.idempotency_key is 'Idempotency-Key of the request, unique per owner.';
        comment on column workflow_runs.request_hash is
            'SHA-256 of the request body: the same key with another body is refused.';
        comment on column workflow_runs.parent_run_id is 'Run that started this one as a child.';
        comment on column workflow_runs.retried_from is 'Run that this one retries or reruns.';
        comment on column workflow_runs.total_steps is
            'Tasks in the definition: the first estimate of how many steps there will be.';
        comment on column workflow_runs.revision is 'Counts committed changes, from 0; steps and events refer to it.';
        comment on column workflow_runs.recoveries is
            'Times an owner died while the run was open, since it last made progress.';
        comment on column workflow_runs.recovered_revision is 'Revision at the last of those deaths, -1 before any.';
        comment on column workflow_runs.alone_epoch is
            'Epoch of the owner under which it executed in quarantine, with no other run beside it.';
        comment on column workflow_runs.wake_at is 'Parked until then; null when the run is in its owner''s memory.';
        comment on column workflow_runs.paused_at is 'Paused by a user since then.';
        comment on column workflow_runs.cancelled_by is 'Who cancelled it.';
        """;

    private const string EndStatus = """
        create function workflow_refuse_end_status_change() returns trigger language plpgsql as $$
        begin
            raise exception 'run % is % and an end status never changes (asked for %)',
                old.run_id, old.status, new.status using errcode = 'WF001';
        end $$;

        create trigger workflow_runs_end_status before update on workflow_runs for each row
            when (old.status in ('COMPLETED', 'FAILED', 'CANCELLED') and new.status is distinct from old.status)
            execute function workflow_refuse_end_status_change();
        """;

    private const string Steps = """
        create table step_executions (
            run_id uuid not null,
            step_path text not null,
            iteration text not null default '0',
            attempt integer not null default 1 check (attempt >= 1),
            step_id text not null,
            step_type text not null check (step_type in
                ('agent_execution', 'tool_call', 'decision_point', 'data_processing', 'wait', 'sub_workflow')),
            agent_name text,
            tool_name text,
            task_id uuid,
            status text not null
                check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'SKIPPED', 'CANCELLED')),
            input_data json,
            output_data json,
            context_data json,
            next_task text,
            error json,
            error_message text,
            started_at timestamptz not null,
            completed_at timestamptz,
            duration_ms bigint generated always as
                ((extract(epoch from completed_at - started_at) * 1000)::bigint) stored,
            began_revision bigint not null,
            ended_revision bigint,
            metadata json,
            primary key (run_id, step_path, iteration, attempt)
        ) with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.01, autovacuum_analyze_scale_factor = 0.02);

        comment on table step_executions is 'One row per attempt of a step. A COMPLETED row is never written again.';
        comment on column step_executions.step_path is 'JSON pointer of the task in the definition.';
        comment on column step_executions.iteration is
            'Loop indexes from outer to inner, joined by dots; 0 outside loops; '
            '~n marks returns, ^n retries of an outer try.';
        comment on column step_executions.attempt is 'Attempt of the innermost try around the step, from 1.';
        comment on column step_executions.step_id is 'Name of the task in the definition.';
        comment on column step_executions.step_type is
            'agent_execution, tool_call, decision_point, data_processing, wait or sub_workflow.';
        comment on column step_executions.agent_name is 'Agent that was called, for agent_execution.';
        comment on column step_executions.tool_name is 'Tool that was called, for tool_call.';
        comment on column step_executions.task_id is
            'Identifies this attempt to agents and tools: the same however often it is sent.';
        comment on column step_executions.status is 'PENDING, RUNNING, COMPLETED, FAILED, SKIPPED or CANCELLED.';
        comment on column step_executions.input_data is
            'What the task was given; null for do, for, fork and try, whose steps have it.';
        comment on column step_executions.output_data is 'What the task left to the next one, after output.as.';
        comment on column step_executions.context_data is
            'The context after export.as; null when the task exports nothing.';
        comment on column step_executions.next_task is 'Where the flow went when it did not simply continue.';
        comment on column step_executions.error is 'type, status, title, detail and instance of the failure.';
        comment on column step_executions.error_message is 'The failure in one line.';
        comment on column step_executions.duration_ms is 'completed_at minus started_at, milliseconds.';
        comment on column step_executions.began_revision is 'Revision of the run in which the step appeared.';
        comment on column step_executions.ended_revision is 'Revision of the run in which it ended.';
        comment on column step_executions.metadata is
            'Facts of the step type: case of a decision, due time of a wait, retries.';

        create table run_inbox (
            run_id uuid not null,
            kind text not null,
            unique_key text not null,
            shard integer not null,
            payload json,
            received_at timestamptz not null default now(),
            read_at timestamptz,
            primary key (run_id, kind, unique_key)
        );
        create index run_inbox_unread on run_inbox (shard) where read_at is null;

        comment on table run_inbox is
            'What reached a run from outside while it may have been out of memory: agent results, signals, child ends.';
        comment on column run_inbox.kind is 'agent_result, signal, child_end or callback.';
        comment on column run_inbox.unique_key is
            'Makes a repeated delivery the same row; the task id for agent results.';
        comment on column run_inbox.read_at is 'When the run took it in.';
        """;

    private const string Ownership = """
        create table shards (
            shard integer primary key,
            epoch bigint not null,
            token uuid not null,
            owner text,
            backend_pid integer,
            taken_at timestamptz not null default now()
        ) with (fillfactor = 50);

        comment on table shards is 'Who may advance the runs of a shard. Every executor write checks epoch and token.';
        comment on column shards.epoch is 'Counts take-overs.';
        comment on column shards.token is
            'Drawn afresh at each take-over; a restored backup may repeat an epoch, never a token.';
        comment on column shards.owner is 'Consumer that holds the shard; null after a clean release.';
        comment on column shards.backend_pid is 'Server process of the connection that took the shard.';

        create table cluster (
            only_row boolean primary key default true check (only_row),
            partitions integer not null check (partitions >= 1),
            initial_partitions integer not null check (initial_partitions >= 1)
        );

        comment on table cluster is 'Facts every service must agree on.';
        comment on column cluster.partitions is
            'Partition count of the request topic: a run''s shard is murmur2(run_id) mod this.';
        comment on column cluster.initial_partitions is
            'The count when the cluster was created: shard of a concurrency key.';

        create table consumers (
            id text primary key,
            kind text not null check (kind in ('consumer', 'bridge')),
            host text not null,
            pid integer not null,
            started_at timestamptz not null default now(),
            seen_at timestamptz not null default now(),
            shards integer[] not null default '{}',
            active_runs integer not null default 0
        );

        comment on table consumers is 'Processes that execute work, with their last sign of life.';
        comment on column consumers.seen_at is 'Written every few seconds; a process silent for a minute is gone.';
        comment on column consumers.shards is 'Shards it owns.';
        comment on column consumers.active_runs is 'Runs in its memory.';
        """;
}
