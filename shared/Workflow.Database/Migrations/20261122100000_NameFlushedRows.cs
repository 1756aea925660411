using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>The rows that the journal and the intake send, each row as one value (ADR 0039).</summary>
/// <remarks>A type is what processes and database have agreed on: one of another shape is another type, with the next
/// number, and the old one goes a release later.</remarks>
[DbContext(typeof(WorkflowContext))]
[Migration("20261122100000_NameFlushedRows")]
public sealed class NameFlushedRows : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create type workflow_flushed_run_1 as (
            run_id uuid, shard int, epoch bigint, token uuid, from_status text, from_revision bigint, to_status text,
            to_revision bigint, started_at timestamptz, completed_at timestamptz, output_data json, error json,
            error_message text, wake_at timestamptz, signals_seen bigint);
        create type workflow_flushed_step_1 as (
            run_id uuid, step_path text, iteration text, attempt int, step_id text, step_type text, agent_name text,
            tool_name text, task_id uuid, status text, input_data json, output_data json, context_data json,
            next_task text, error json, error_message text, started_at timestamptz, completed_at timestamptz,
            metadata json);
        create type workflow_new_run_1 as (
            run_id uuid, workflow_id uuid, owner_id text, shard int, input_data json, idempotency_key text,
            request_hash bytea, type text, version text, agent text, plan json, labels jsonb, business_key text,
            priority smallint, start_at timestamptz, queue_timeout int, any_owner boolean, webhook jsonb,
            concurrency_key text, concurrency_limit int, on_limit text, open_max int, open_before int);

        comment on type workflow_flushed_run_1 is
            'What a consumer''s journal writes of one run: the edge, its guard and its fence.';
        comment on type workflow_flushed_step_1 is 'What a consumer''s journal writes of one attempt of a step.';
        comment on type workflow_new_run_1 is 'What the API''s intake writes of one new run.';
        """);
}
