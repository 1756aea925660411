using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Schedules that events start: what they wait for, and which events they have taken.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121141500_StartRunsByEvents")]
public sealed class StartRunsByEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Waits);
        migrationBuilder.Sql(Events);
        migrationBuilder.Sql(Fires);
    }

    private const string Waits = """
        create table schedule_waits (
            schedule_id uuid not null references schedules (id) on delete cascade,
            place integer not null,
            owner_id text not null,
            event_type text not null,
            from_key text not null,
            from_set json not null,
            expected text not null,
            primary key (schedule_id, place)
        );
        create index schedule_waits_by_event on schedule_waits (event_type, from_key, expected, owner_id);

        comment on table schedule_waits is
            'What schedules wait for that events start; as event_waits is for steps that listen.';
        comment on column schedule_waits.schedule_id is 'Schedule that waits.';
        comment on column schedule_waits.place is 'Which of its filters it is, from 1.';
        comment on column schedule_waits.owner_id is 'User whose schedule it is.';
        comment on column schedule_waits.event_type is 'Type of the event; empty for any.';
        comment on column schedule_waits.from_key is 'Hash of from_set.';
        comment on column schedule_waits.from_set is 'What is taken from an event: jq programs.';
        comment on column schedule_waits.expected is 'Hash of what they must give.';
        """;

    private const string Events = """
        create table schedule_events (
            schedule_id uuid not null references schedules (id) on delete cascade,
            event_key text not null,
            arrival bigint generated always as identity,
            gathering uuid not null,
            filter integer not null,
            correlated json not null,
            payload json,
            run_id uuid,
            arrived_at timestamptz not null default now(),
            decided_at timestamptz,
            primary key (schedule_id, event_key)
        );
        create index schedule_events_by_decision on schedule_events (schedule_id, decided_at);
        create index schedule_events_by_gathering on schedule_events (gathering);

        comment on table schedule_events is
            'Events that schedules have taken, each once: those that wait for others, and those that started a run.';
        comment on column schedule_events.schedule_id is 'Schedule that took it.';
        comment on column schedule_events.event_key is 'Hash of the event''s source and id.';
        comment on column schedule_events.arrival is 'Counts up in the order in which they were taken.';
        comment on column schedule_events.gathering is 'The same for events that start a run together.';
        comment on column schedule_events.filter is 'Filter that it fits, from 0.';
        comment on column schedule_events.correlated is 'What its correlations gave, hashed.';
        comment on column schedule_events.payload is 'The event, while it waits for the others.';
        comment on column schedule_events.run_id is 'Run that it started; null while it waits, or when none could be.';
        comment on column schedule_events.arrived_at is 'When it was taken.';
        comment on column schedule_events.decided_at is 'When it was decided about the run; null while it waits.';
        """;

    private const string Fires = """
        alter table schedule_fires drop constraint schedule_fires_kind_check,
            add constraint schedule_fires_kind_check check (kind in ('due', 'trigger', 'backfill', 'event'));

        comment on column schedule_fires.due_at is
            'When; for a trigger when it was pulled, for an event when it was decided about.';
        comment on column schedule_fires.kind is
            'due: by the clock; trigger: by hand; backfill: asked for afterwards; event: by events.';
        comment on column schedules.specification is
            'When it is due: cron and time_zone, every_ms and anchor, at, after_ms, or on; start_at and end_at.';
        """;
}
