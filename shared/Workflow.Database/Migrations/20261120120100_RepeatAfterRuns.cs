using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Schedules that are due so long after the end of their last run.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120120100_RepeatAfterRuns")]
public sealed class RepeatAfterRuns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table schedules add column pause_between bigint check (pause_between >= 1);
        create index schedules_between on schedules (shard)
            where pause_between is not null and next_due_at is null and paused_at is null;

        comment on column schedules.pause_between is
            'Milliseconds from the end of a run of it to its next due time; null where the clock decides.';
        """);
}
