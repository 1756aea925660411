using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Whether agents are well, and how their calls of the last minutes went. Small tables: the rows of steps are
/// never counted for it.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121124200_WatchAgents")]
public sealed class WatchAgents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Health);
        migrationBuilder.Sql(Figures);
    }

    private const string Health = """
        create table agent_health (
            agent text primary key,
            registered_at timestamptz not null,
            health text not null default 'unknown' check (health in ('healthy', 'unhealthy', 'unknown')),
            since timestamptz not null default now(),
            checked_at timestamptz,
            failures integer not null default 0,
            last_error text,
            due_at timestamptz not null default now(),
            leased_by text,
            leased_until timestamptz
        ) with (fillfactor = 50);
        create index agents_with_health_check on agents (name) where health_check is not null;

        comment on table agent_health is 'What bridges found where they look whether an agent is well.';
        comment on column agent_health.agent is 'Its name.';
        comment on column agent_health.registered_at is
            'Its updated_at when it was looked at: who changes an agent makes it unknown again.';
        comment on column agent_health.health is 'healthy, unhealthy (two looks in a row failed) or unknown.';
        comment on column agent_health.since is 'When it came to be so.';
        comment on column agent_health.checked_at is 'The last look.';
        comment on column agent_health.failures is 'Looks in a row that failed.';
        comment on column agent_health.last_error is 'Of the last look, when it failed.';
        comment on column agent_health.due_at is 'The next look.';
        comment on column agent_health.leased_by is 'The bridge that is looking.';
        comment on column agent_health.leased_until is 'When another bridge may look in its stead.';
        """;

    private const string Figures = """
        create table agent_minutes (
            agent text not null,
            minute timestamptz not null,
            calls integer not null,
            failed integer not null,
            latency integer[] not null,
            primary key (agent, minute)
        ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
        create index agent_minutes_by_minute on agent_minutes (minute);

        comment on table agent_minutes is 'Calls of agents that ended, by minute; kept for an hour.';
        comment on column agent_minutes.agent is 'Its name.';
        comment on column agent_minutes.minute is 'Its begin, by the clock of the database.';
        comment on column agent_minutes.calls is 'Calls that bridges made, over all of them.';
        comment on column agent_minutes.failed is 'Those of them that failed, whatever the reason.';
        comment on column agent_minutes.latency is
            'How many of them took how long: place n counts those of 2^((n-1)/4) to 2^(n/4) milliseconds.';

        create table agent_in_flight (
            bridge text not null,
            agent text not null,
            calls integer not null,
            told_at timestamptz not null default now(),
            primary key (bridge, agent)
        ) with (fillfactor = 50);

        comment on table agent_in_flight is 'Calls that bridges are making; rows of none are taken away.';
        comment on column agent_in_flight.bridge is 'Its id in consumers.';
        comment on column agent_in_flight.agent is 'The agent''s name.';
        comment on column agent_in_flight.calls is 'How many.';
        comment on column agent_in_flight.told_at is 'When it said so; after half a minute it is not believed.';
        """;
}
