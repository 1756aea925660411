using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>When calls of agents with a rate limit were let through, so that all bridges keep it together.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121124100_LimitAgentRates")]
public sealed class LimitAgentRates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        create table agent_rate_slots (
            agent text not null,
            slot integer not null,
            used_at timestamptz not null default '-infinity',
            primary key (agent, slot)
        ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
        create index agent_rate_slots_by_use on agent_rate_slots (agent, used_at);

        comment on table agent_rate_slots is
            'As many rows per agent as its rate limit lets calls through within a period; each serves one call, and '
            'the next one a period later.';
        comment on column agent_rate_slots.agent is 'Its name.';
        comment on column agent_rate_slots.slot is 'From 0; those from the limit on are not used.';
        comment on column agent_rate_slots.used_at is 'When a call was last let through.';
        """);
}
