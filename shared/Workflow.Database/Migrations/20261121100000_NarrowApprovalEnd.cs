using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Ends of other waits no longer look for an approval to close.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121100000_NarrowApprovalEnd")]
public sealed class NarrowApprovalEnd : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create or replace trigger step_executions_approval_ended after update on step_executions for each row
            when (new.step_type = 'wait' and old.status = 'RUNNING' and new.status <> 'RUNNING'
                  and old.metadata::text like '%"approval":%')
            execute function workflow_close_approval();
        """);
}
