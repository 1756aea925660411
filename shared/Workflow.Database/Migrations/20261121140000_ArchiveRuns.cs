using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Where ended runs go whose time is over, one row each.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121140000_ArchiveRuns")]
public sealed class ArchiveRuns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table archived_runs (
            run_id uuid primary key,
            owner_id text not null,
            workflow_name text,
            status text not null check (status in ('COMPLETED', 'FAILED', 'CANCELLED')),
            created_at timestamptz not null,
            completed_at timestamptz not null,
            archived_at timestamptz not null default now(),
            run json not null,
            steps json not null
        );
        create index archived_runs_by_time on archived_runs (archived_at);

        comment on table archived_runs is
            'Ended runs that were taken out of workflow_runs by the retention policy; read by nobody but people.';
        comment on column archived_runs.run_id is 'As it was.';
        comment on column archived_runs.owner_id is 'User whose run it was.';
        comment on column archived_runs.workflow_name is 'Name of the workflow or agent.';
        comment on column archived_runs.status is 'Its end status.';
        comment on column archived_runs.created_at is 'When it was accepted.';
        comment on column archived_runs.completed_at is 'When it ended.';
        comment on column archived_runs.archived_at is 'When it was put here.';
        comment on column archived_runs.run is 'Its whole row of workflow_runs.';
        comment on column archived_runs.steps is 'All its rows of step_executions, in the order in which they began.';
        """);
}
