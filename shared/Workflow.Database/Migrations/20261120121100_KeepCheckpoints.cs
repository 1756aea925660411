using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>How far agents have come with an attempt, and how many calls of one they want at a time.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120121100_KeepCheckpoints")]
public sealed class KeepCheckpoints : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table step_executions
            add column checkpoint json,
            add column checkpoint_at timestamptz;
        comment on column step_executions.checkpoint is
            'What the agent last reported of its work on this attempt; later calls of the step are given it.';
        comment on column step_executions.checkpoint_at is 'When it was reported, by the reporter''s clock.';

        alter table agents
            add column max_concurrency integer check (max_concurrency between 1 and 10000);
        comment on column agents.max_concurrency is
            'Calls that one bridge makes of it at a time; null for the bridge''s own limit.';
        """);
}
