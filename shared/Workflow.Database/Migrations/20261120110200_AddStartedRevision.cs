using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>At which revision a run left PENDING, so that its feed can be told again from the rows alone.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110200_AddStartedRevision")]
public sealed class AddStartedRevision : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table workflow_runs add column started_revision bigint;
        comment on column workflow_runs.started_revision is
            'Revision with which it left PENDING to be executed; null before that.';
        """);
}
