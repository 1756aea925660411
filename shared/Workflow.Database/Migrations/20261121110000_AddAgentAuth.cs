using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>How bridges log in at agents: which kind of login, with the secret by name.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121110000_AddAgentAuth")]
public sealed class AddAgentAuth : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        alter table agents add column auth jsonb check (jsonb_typeof(auth) = 'object');

        comment on column agents.auth is
            'How bridges log in at it: type (bearer, basic, header, oauth2) and its members. The secret stands here by '
            'name only; bridges find its value where they run. Null: they do not log in.';
        """);
}
