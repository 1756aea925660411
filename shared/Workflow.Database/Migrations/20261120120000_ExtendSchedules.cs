using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What a schedule starts and how, what became of its due times, and which runs it started.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120120000_ExtendSchedules")]
public sealed class ExtendSchedules : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Settings);
        migrationBuilder.Sql(Course);
        migrationBuilder.Sql(Fires);
    }

    private const string Settings = """
        alter table schedules
            add column name text not null default '',
            add column description text,
            add column origin text not null default 'user' check (origin in ('user', 'definition')),
            add column any_owner boolean not null default false,
            add column workflow_version text,
            add column labels jsonb not null default '{}',
            add column business_key text,
            add column priority smallint not null default 0,
            add column queue_timeout integer check (queue_timeout > 0),
            add column overlap text not null default 'skip'
                check (overlap in ('skip', 'queue', 'cancel_previous', 'allow')),
            add column queue_max integer not null default 10 check (queue_max >= 1),
            add column catch_up integer not null default 3600 check (catch_up >= 1),
            add column runs_max bigint check (runs_max >= 1),
            add column revision bigint not null default 1,
            add column updated_at timestamptz not null default now(),
            add constraint schedules_name unique (owner_id, origin, name);

        create index schedules_of_owner on schedules (owner_id, id);
        create index schedules_of_workflow on schedules (workflow_id, id);

        comment on column schedules.specification is
            'When it is due: cron and time_zone, every_ms and anchor, at, or after_ms; start_at and end_at.';
        comment on column schedules.name is 'Name that its owner gave it.';
        comment on column schedules.description is 'For people.';
        comment on column schedules.origin is
            'user: made by a request; definition: made by the schedule block of a definition, and kept like it.';
        comment on column schedules.any_owner is
            'Whether the workflow may be somebody else''s, as an admin may start it.';
        comment on column schedules.workflow_version is 'Version that is started; null for the latest at each start.';
        comment on column schedules.labels is 'Labels of the runs it starts.';
        comment on column schedules.business_key is
            'Business key of the runs; {due_at} and {due_date} are filled in.';
        comment on column schedules.priority is 'Priority of the runs.';
        comment on column schedules.queue_timeout is 'Seconds that a run may wait for its start; null for any time.';
        comment on column schedules.overlap is
            'What is done when it is due and a run of it is open: skip, queue, cancel_previous or allow.';
        comment on column schedules.queue_max is 'Due times that may wait for a run to end.';
        comment on column schedules.catch_up is 'Seconds by which it may fire late; what is later is missed.';
        comment on column schedules.runs_max is 'It ends after so many runs; null for never.';
        comment on column schedules.revision is 'Counts changes that people make; its ETag.';
        comment on column schedules.updated_at is 'When somebody last changed it.';
        """;

    private const string Course = """
        alter table schedules
            add column pause_note text,
            add column paused_by text,
            add column last_due_at timestamptz,
            add column last_fired_at timestamptz,
            add column last_run_id uuid,
            add column last_missed_at timestamptz,
            add column last_error text,
            add column last_error_at timestamptz,
            add column runs_started bigint not null default 0,
            add column fires_skipped bigint not null default 0,
            add column fires_missed bigint not null default 0,
            add column fires_failed bigint not null default 0,
            add column fires_queued integer not null default 0 check (fires_queued >= 0);

        create index schedules_queued on schedules (shard) where fires_queued > 0;

        comment on column schedules.next_due_at is
            'Due time that its owner decides about next; null when never, or while it is paused.';
        comment on column schedules.pause_note is 'Why it is paused, for people.';
        comment on column schedules.paused_by is 'Who paused it.';
        comment on column schedules.last_due_at is 'Due time that was decided about last.';
        comment on column schedules.last_fired_at is 'When that was.';
        comment on column schedules.last_run_id is 'Run that it started last.';
        comment on column schedules.last_missed_at is 'Due time that was missed last.';
        comment on column schedules.last_error is 'Why it could not start its last run; null when it could.';
        comment on column schedules.last_error_at is 'When that was.';
        comment on column schedules.runs_started is 'Runs it started.';
        comment on column schedules.fires_skipped is 'Due times without a run, because of an open one.';
        comment on column schedules.fires_missed is
            'Due times that were noticed too late; of one outage at most 100,000 are counted.';
        comment on column schedules.fires_failed is 'Due times without a run, because of an error.';
        comment on column schedules.fires_queued is 'Due times that wait for a run to end.';
        """;

    private const string Fires = """
        create table schedule_fires (
            schedule_id uuid not null references schedules (id) on delete cascade,
            due_at timestamptz not null,
            kind text not null check (kind in ('due', 'trigger', 'backfill')),
            outcome text not null check (outcome in ('started', 'skipped', 'queued', 'failed')),
            run_id uuid,
            detail text,
            decided_at timestamptz not null default now(),
            primary key (schedule_id, due_at)
        );
        create index schedule_fires_queued on schedule_fires (schedule_id, due_at) where outcome = 'queued';

        comment on table schedule_fires is 'What became of each due time of a schedule; one row each, ever.';
        comment on column schedule_fires.schedule_id is 'Schedule that was due.';
        comment on column schedule_fires.due_at is 'When; for a trigger when it was pulled.';
        comment on column schedule_fires.kind is 'due: by the clock; trigger: by hand; backfill: asked for afterwards.';
        comment on column schedule_fires.outcome is 'started, skipped, queued (waits for a run to end) or failed.';
        comment on column schedule_fires.run_id is 'Run that was started.';
        comment on column schedule_fires.detail is 'Why there is no run.';
        comment on column schedule_fires.decided_at is 'When the outcome was written.';

        alter table workflow_runs add column schedule_id uuid;
        create index workflow_runs_of_schedule on workflow_runs (schedule_id)
            where schedule_id is not null and status in ('PENDING', 'RUNNING');
        comment on column workflow_runs.schedule_id is 'Schedule that started it; null for none.';
        """;
}
