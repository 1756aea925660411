using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Which owners lived when their shard went to another.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121163000_KeepHandOvers")]
public sealed class KeepHandOvers : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table hand_overs (
            shard integer primary key,
            epoch bigint not null
        );

        comment on table hand_overs is
            'The last hand-over of each shard that its owner began in order. '
            'Whoever takes the shard in the middle of it need not suspect its runs.';
        comment on column hand_overs.shard is 'Number of the shard.';
        comment on column hand_overs.epoch is 'Epoch of the owner that began it.';
        """);
}
