using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What a start may say about time, and what runs of one agent keep.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110400_DelayStarts")]
public sealed class DelayStarts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table workflow_runs
            add column if not exists start_at timestamptz,
            add column if not exists queue_deadline timestamptz;

        comment on column workflow_runs.start_at is
            'Not to be started before; wake_at says the same while it is PENDING. Null: at once.';
        comment on column workflow_runs.queue_deadline is
            'A run that is still PENDING then is FAILED instead of started. Null: it waits as long as it takes.';
        comment on column workflow_runs.workflow_name is
            'document.name of the definition; for a run of one agent the agent''s name.';
        comment on column workflow_runs.plan is
            'The definition, when it is not one from the registry: it came with the request, or calls one agent.';
        comment on column workflow_runs.total_steps is
            'Tasks in the definition: the first estimate of how many steps there will be.';
        """);
}
