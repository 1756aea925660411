using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What people need to know their API keys by, and agents that everybody may call.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110000_AddAccounts")]
public sealed class AddAccounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        alter table api_keys
            add column hint text not null default '',
            add column last_used_at timestamptz,
            add column created_by_key uuid;
        create index api_keys_of_owner on api_keys (owner_id, id desc);
        create index api_keys_of_key on api_keys (created_by_key) where created_by_key is not null;
        comment on column api_keys.hint is 'First characters of the key, to know it by.';
        comment on column api_keys.last_used_at is 'When it was last used, to the minute; null if never.';
        comment on column api_keys.created_by_key is
            'The key that made it, which it never outlives; null when a token did.';

        alter table agents add column shared boolean not null default false;
        comment on column agents.shared is 'Whether everybody may call it; only admins say so.';
        """);
}
