using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Definitions, agents, and the tables of schedules, batches, webhooks and keys; views for people.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120100100_CreateRegistryTables")]
public sealed class CreateRegistryTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Registry);
        migrationBuilder.Sql(Around);
        migrationBuilder.Sql(Views);
    }

    private const string Registry = """
        create table workflow_definitions (
            id uuid primary key,
            owner_id text not null,
            namespace text not null,
            name text not null,
            latest_version text not null,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            unique (owner_id, namespace, name)
        );
        comment on table workflow_definitions is 'A registered workflow; its documents are in workflow_versions.';
        comment on column workflow_definitions.latest_version is 'Version that a start without one uses.';

        create table workflow_versions (
            workflow_id uuid not null references workflow_definitions (id) on delete cascade,
            version text not null,
            document json not null,
            task_count integer not null,
            created_at timestamptz not null default now(),
            primary key (workflow_id, version)
        );
        comment on table workflow_versions is 'The documents. Immutable: a change is a new version.';
        comment on column workflow_versions.document is 'The definition as JSON (CNCF Serverless Workflow DSL 1.0).';
        comment on column workflow_versions.task_count is 'Tasks in it, at every depth.';

        create table agents (
            name text primary key,
            owner_id text not null,
            transport text not null default 'http' check (transport in ('http', 'kafka')),
            endpoint text,
            description text,
            timeout_seconds integer check (timeout_seconds > 0),
            enabled boolean not null default true,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now()
        );
        comment on table agents is 'What `call: <name>` in a definition resolves to.';
        comment on column agents.transport is
            'http: the bridge posts the task to endpoint; kafka: the agent reads workflow.agent.tasks itself.';
        comment on column agents.timeout_seconds is 'Limit of one attempt; null: only the task''s own timeout.';
        """;

    private const string Around = """
        create table schedules (
            id uuid primary key,
            owner_id text not null,
            workflow_id uuid not null,
            shard integer not null,
            specification json not null,
            input_data json,
            next_due_at timestamptz,
            paused_at timestamptz,
            created_at timestamptz not null default now()
        );
        create index schedules_due on schedules (shard, next_due_at) where next_due_at is not null;
        comment on table schedules is 'Runs that start by the clock; fired by the owner of the shard.';

        create table batches (
            id uuid primary key,
            owner_id text not null,
            verb text not null,
            total integer not null default 0,
            done integer not null default 0,
            failed integer not null default 0,
            paused_at timestamptz,
            created_at timestamptz not null default now(),
            completed_at timestamptz
        );
        comment on table batches is 'Bulk verbs with their progress.';

        create table webhook_deliveries (
            id uuid primary key,
            run_id uuid not null,
            url text not null,
            event text not null,
            payload json not null,
            attempts integer not null default 0,
            next_attempt_at timestamptz,
            delivered_at timestamptz,
            last_error text,
            created_at timestamptz not null default now()
        );
        create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where next_attempt_at is not null;
        comment on table webhook_deliveries is 'What was or will be sent to callers about their runs.';

        create table api_keys (
            id uuid primary key,
            owner_id text not null,
            name text not null,
            key_hash bytea not null unique,
            scopes text[] not null default '{}',
            created_at timestamptz not null default now(),
            expires_at timestamptz,
            revoked_at timestamptz
        );
        comment on table api_keys is 'Keys of callers; only their SHA-256 is kept.';
        """;

    private const string Views = """
        create view runs_per_day as
            select date_trunc('day', created_at) as day, workflow_name, status, count(*) as runs,
                   avg(extract(epoch from completed_at - started_at)) as average_seconds
              from workflow_runs group by 1, 2, 3;
        comment on view runs_per_day is 'Runs by day of creation, workflow and status.';

        create view slowest_steps as
            select r.workflow_name, s.step_id, s.step_path, s.step_type, count(*) as executions,
                   percentile_cont(0.5) within group (order by s.duration_ms) as median_ms,
                   percentile_cont(0.95) within group (order by s.duration_ms) as p95_ms, max(s.duration_ms) as max_ms
              from step_executions s join workflow_runs r using (run_id)
             where s.status = 'COMPLETED' group by 1, 2, 3, 4;
        comment on view slowest_steps is 'Duration of completed steps by workflow and task.';

        create view failures_by_agent as
            select agent_name, count(*) filter (where status = 'FAILED') as failed, count(*) as attempts,
                   max(completed_at) filter (where status = 'FAILED') as last_failure
              from step_executions where agent_name is not null group by 1;
        comment on view failures_by_agent is 'Failed attempts beside all attempts, by agent.';

        create view run_payloads as
            select run_id, workflow_name, status, input_data::jsonb as input, output_data::jsonb as output,
                   error::jsonb as error
              from workflow_runs;
        comment on view run_payloads is
            'Payloads as jsonb, for queries into them (fails on a row whose payload holds \u0000).';
        """;
}
