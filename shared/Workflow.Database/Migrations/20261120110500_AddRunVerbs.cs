using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What pause, delayed starts and queue limits need, and the record of who did what to a run.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110500_AddRunVerbs")]
public sealed class AddRunVerbs : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Columns);
        migrationBuilder.Sql(Indexes);
        migrationBuilder.Sql(Audit);
    }

    private const string Columns = """
        alter table workflow_runs
            add column outside_revisions bigint not null default 0,
            add column if not exists start_at timestamptz,
            add column if not exists queue_deadline timestamptz;

        comment on column workflow_runs.outside_revisions is
            'How many of its revisions others than its owner made (pause, resume): the owner counts without them.';
        comment on column workflow_runs.start_at is
            'Not to be started before; wake_at says the same while it is PENDING.';
        comment on column workflow_runs.queue_deadline is
            'A run that is still PENDING then is FAILED as queue-timeout.';
        comment on column workflow_runs.wake_at is
            'Parked, or not to be started, until then; null when it is in its owner''s memory or may start at once.';
        comment on column workflow_runs.paused_at is 'Paused by a user since then; null once it has ended.';
        """;

    // Parked, paused and scheduled runs are not in the first one: owners read it once a second.
    private const string Indexes = """
        create index workflow_runs_ready on workflow_runs (shard, priority desc, run_id)
            where status in ('PENDING', 'RUNNING') and wake_at is null and paused_at is null;
        drop index workflow_runs_open;
        create index workflow_runs_paused on workflow_runs (shard, paused_at) where paused_at is not null;
        create index workflow_runs_queue_limit on workflow_runs (shard, queue_deadline)
            where status = 'PENDING' and queue_deadline is not null;
        """;

    private const string Audit = """
        create table audit_log (
            id bigint generated always as identity primary key,
            at timestamptz not null default now(),
            who text not null,
            verb text not null,
            run_id uuid,
            owner_id text,
            detail json,
            request_id text
        );
        create index audit_log_of_run on audit_log (run_id, id desc) where run_id is not null;

        comment on table audit_log is 'What people and programs did to runs and other things, in order. Only added to.';
        comment on column audit_log.id is 'Counts up; not without gaps.';
        comment on column audit_log.at is 'When; the same transaction did what it tells.';
        comment on column audit_log.who is 'User who asked for it; workflow for what the platform did by itself.';
        comment on column audit_log.verb is
            'cancel, retry, rerun, pause, resume, complete_step, skip_step, fail_step, or another resource''s own.';
        comment on column audit_log.run_id is 'Run that it was done to; null when it was something else.';
        comment on column audit_log.owner_id is 'User whose run it is.';
        comment on column audit_log.detail is 'What was asked for and what came of it.';
        comment on column audit_log.request_id is 'Trace id of the request.';
        """;
}
