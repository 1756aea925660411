using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What waits for its start, by whom it belongs to: the turns of a backlog.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120130000_IndexBacklog")]
public sealed class IndexBacklog : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create index workflow_runs_backlog on workflow_runs (shard, priority, owner_id, run_id)
            where status = 'PENDING' and wake_at is null and paused_at is null;
        """);
}
