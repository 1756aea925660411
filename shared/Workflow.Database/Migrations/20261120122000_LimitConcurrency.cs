using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Runs that share a concurrency key: so many of them are started at a time.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120122000_LimitConcurrency")]
public sealed class LimitConcurrency : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table workflow_runs
            add column concurrency_key text,
            add column concurrency_limit integer check (concurrency_limit >= 1),
            add column on_limit text check (on_limit in ('queue', 'cancel_oldest', 'reject')),
            add column slot_at timestamptz;
        create index workflow_runs_concurrency on workflow_runs (owner_id, concurrency_key)
            where concurrency_key is not null and status in ('PENDING', 'RUNNING');

        comment on column workflow_runs.concurrency_key is
            'Of the owner''s open runs with this key, so many hold a slot at a time; null for any number.';
        comment on column workflow_runs.concurrency_limit is 'How many: the limit that this run was started with.';
        comment on column workflow_runs.on_limit is
            'What it does without a free slot: queue, cancel_oldest, or reject (its start was refused then).';
        comment on column workflow_runs.slot_at is
            'When it got its slot, which it holds until its end. Until then wake_at is infinity while it is PENDING.';
        """);
}
