using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>That a consumer is asked to take no shards, and has none left.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121130000_DrainConsumers")]
public sealed class DrainConsumers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table consumers add column drain_asked_at timestamptz;
        alter table consumers add column drain_asked_by text;
        alter table consumers add column drained_at timestamptz;

        comment on column consumers.drain_asked_at is
            'When it was asked to hand its shards over and take none; null when it was not. Ends with the process.';
        comment on column consumers.drain_asked_by is 'Who asked for it.';
        comment on column consumers.drained_at is 'When it said that nothing is left here; null before.';
        """);
}
