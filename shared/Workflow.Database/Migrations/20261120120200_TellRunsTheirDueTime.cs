using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Runs of a schedule may find their due time in their input.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120120200_TellRunsTheirDueTime")]
public sealed class TellRunsTheirDueTime : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table schedules add column due_member text;
        comment on column schedules.due_member is
            'Member of the runs'' input that holds their due time; null for none.';
        """);
}
