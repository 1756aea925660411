using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Takes the status out of the index of running runs. Its predicate says it already, so the planner does not
/// use the column, and went through all names behind it.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110420_NarrowRunningIndex")]
public sealed class NarrowRunningIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        drop index workflow_runs_running_by_start;
        create index workflow_runs_running_by_start on workflow_runs
            (owner_id, type, workflow_name, (coalesce(started_at, created_at)) desc, run_id desc)
            where status = 'RUNNING';
        """);
}
