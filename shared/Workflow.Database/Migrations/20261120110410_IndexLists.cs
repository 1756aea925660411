using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>The indexes of the lists of runs. A status change writes every index that holds the row, so most hold ended
/// runs only and are written once; those of open runs stay small.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110410_IndexLists")]
public sealed class IndexLists : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Ended);
        migrationBuilder.Sql(Open);
        migrationBuilder.Sql("""
            create index workflow_runs_by_key on workflow_runs
                (owner_id, business_key, created_at desc, run_id desc) where business_key is not null;

            drop index workflow_runs_of_owner;
            drop index workflow_runs_of_workflow;
            """);
    }

    private const string Ended = """
        create index workflow_runs_ended_by_creation on workflow_runs
            (owner_id, type, status, created_at desc, run_id desc)
            where status in ('COMPLETED', 'FAILED', 'CANCELLED');
        create index workflow_runs_ended_by_start on workflow_runs
            (owner_id, type, status, (coalesce(started_at, created_at)) desc, run_id desc)
            where status in ('COMPLETED', 'FAILED', 'CANCELLED');
        create index workflow_runs_ended_by_end on workflow_runs
            (owner_id, type, status, completed_at desc, run_id desc)
            where status in ('COMPLETED', 'FAILED', 'CANCELLED');
        create index workflow_runs_ended_of_name_by_creation on workflow_runs
            (owner_id, workflow_name, type, status, created_at desc, run_id desc)
            where status in ('COMPLETED', 'FAILED', 'CANCELLED');
        create index workflow_runs_ended_of_name_by_start on workflow_runs
            (owner_id, workflow_name, type, status, (coalesce(started_at, created_at)) desc, run_id desc)
            where status in ('COMPLETED', 'FAILED', 'CANCELLED');
        """;

    private const string Open = """
        create index workflow_runs_open_by_creation on workflow_runs
            (owner_id, type, status, workflow_name, created_at desc, run_id desc)
            where status in ('PENDING', 'RUNNING');
        create index workflow_runs_running_by_start on workflow_runs
            (owner_id, type, status, workflow_name, (coalesce(started_at, created_at)) desc, run_id desc)
            where status = 'RUNNING';
        """;
}
