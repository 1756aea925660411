using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>The indexes of the lists of runs in ascending order, in which the newest row of a slice comes to its end. A
/// page that is full there is left full and a new one begun; at the beginning of a slice, where descending order has
/// its newest row, PostgreSQL splits pages in the middle and leaves them half empty.</summary>
/// <remarks>Lists read them backward. A table with a million runs is rewritten in some ten seconds, in which runs
/// wait.</remarks>
[DbContext(typeof(WorkflowContext))]
[Migration("20261122000000_TurnListIndexes")]
public sealed class TurnListIndexes : Migration
{
    private const string IsEnded = "where status in ('COMPLETED', 'FAILED', 'CANCELLED')";
    private const string Start = "(coalesce(started_at, created_at))";

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        Turn("ended_by_creation", $"(owner_id, type, status, created_at, run_id) {IsEnded}");
        Turn("ended_by_start", $"(owner_id, type, status, {Start}, run_id) {IsEnded}");
        Turn("ended_by_end", $"(owner_id, type, status, completed_at, run_id) {IsEnded}");
        Turn("ended_of_name_by_creation", $"(owner_id, workflow_name, type, status, created_at, run_id) {IsEnded}");
        Turn("ended_of_name_by_start", $"(owner_id, workflow_name, type, status, {Start}, run_id) {IsEnded}");
        Turn(
            "open_by_creation",
            "(owner_id, type, status, workflow_name, created_at, run_id) where status in ('PENDING', 'RUNNING')");
        Turn("running_by_start", $"(owner_id, type, workflow_name, {Start}, run_id) where status = 'RUNNING'");
        Turn("by_key", "(owner_id, business_key, created_at, run_id) where business_key is not null");

        void Turn(string name, string rows) => migrationBuilder.Sql($"""
            drop index workflow_runs_{name};
            create index workflow_runs_{name} on workflow_runs {rows};
            """);
    }
}
