using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Deleting a workflow keeps its documents, which its runs need, and frees its name.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110700_KeepDeletedDefinitions")]
public sealed class KeepDeletedDefinitions : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Workflows);
        migrationBuilder.Sql(Agents);
    }

    // A table of their own: nothing that looks for workflows can forget to leave the deleted ones out.
    private const string Workflows = """
        create table deleted_workflows (
            id uuid primary key,
            owner_id text not null,
            namespace text not null,
            name text not null,
            latest_version text not null,
            created_at timestamptz not null,
            updated_at timestamptz not null,
            deleted_at timestamptz not null default now()
        );
        comment on table deleted_workflows is
            'Workflows that were deleted; their documents stay in workflow_versions, for the runs that were started.';
        comment on column deleted_workflows.id is 'Identifier it had; runs and versions still refer to it.';
        comment on column deleted_workflows.owner_id is 'User it belonged to.';
        comment on column deleted_workflows.namespace is 'document.namespace of the definition.';
        comment on column deleted_workflows.name is 'document.name of the definition; free for another workflow.';
        comment on column deleted_workflows.latest_version is 'Version that starts used last.';
        comment on column deleted_workflows.created_at is 'When the first version was registered.';
        comment on column deleted_workflows.updated_at is 'When the newest version was registered.';
        comment on column deleted_workflows.deleted_at is 'When it was deleted.';

        alter table workflow_versions drop constraint workflow_versions_workflow_id_fkey;
        comment on column workflow_versions.workflow_id is
            'Workflow it is a version of, in workflow_definitions or deleted_workflows.';
        """;

    private const string Agents = """
        alter table agents add column deleted_at timestamptz;
        comment on column agents.deleted_at is
            'Deleted then. The name stays with its owner: nobody else can take over the calls of definitions.';
        """;
}
