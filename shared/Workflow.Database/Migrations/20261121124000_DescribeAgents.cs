using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What an agent takes and gives, how it is called again, how often, and how to look whether it is
/// well.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121124000_DescribeAgents")]
public sealed class DescribeAgents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table agents
            add column version text,
            add column input_schema json,
            add column output_schema json,
            add column retry json,
            add column rate_limit jsonb check (jsonb_typeof(rate_limit) = 'object'),
            add column health_check jsonb check (jsonb_typeof(health_check) = 'object');

        comment on column agents.version is 'A label of the agent''s own, for people.';
        comment on column agents.input_schema is
            'JSON Schema of what it takes: another input fails the step before the agent is called.';
        comment on column agents.output_schema is 'JSON Schema of what it gives: another output fails the attempt.';
        comment on column agents.retry is
            'How a failed call is tried again where the definition says nothing: the form of catch.retry.';
        comment on column agents.rate_limit is
            'calls that may begin within any period_seconds, over all bridges. Null: as many as there are.';
        comment on column agents.health_check is
            'Where bridges look whether it is well: path or url, interval_seconds, timeout_seconds. Null: nowhere.';
        """);
}
