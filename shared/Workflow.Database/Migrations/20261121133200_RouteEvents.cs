using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What the steps that listen wait for, so that an event of the topic finds those that may want
/// it.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121133200_RouteEvents")]
public sealed class RouteEvents : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Waits);
        migrationBuilder.Sql(Triggers);
    }

    private const string Waits = """
        create table event_waits (
            run_id uuid not null,
            step_path text not null,
            iteration text not null,
            attempt integer not null,
            place integer not null,
            owner_id text not null,
            event_type text not null,
            from_key text not null,
            from_set json not null,
            expected text not null,
            primary key (run_id, step_path, iteration, attempt, place)
        );
        create index event_waits_by_event on event_waits (event_type, from_key, expected, owner_id);

        comment on table event_waits is
            'What steps that listen wait for, kept by triggers on step_executions: gone when the step ends.';
        comment on column event_waits.run_id is 'Run of the step.';
        comment on column event_waits.step_path is 'JSON pointer of the task in the definition.';
        comment on column event_waits.iteration is 'Iteration of the step.';
        comment on column event_waits.attempt is 'Attempt of the step.';
        comment on column event_waits.place is 'Which of the step''s filters it is, from 1.';
        comment on column event_waits.owner_id is 'User whose run it is.';
        comment on column event_waits.event_type is 'Type of the event; empty for any.';
        comment on column event_waits.from_key is 'Hash of from_set.';
        comment on column event_waits.from_set is 'What is taken from an event: jq programs.';
        comment on column event_waits.expected is 'Hash of what they must give.';
        """;

    // Whichever statement ends the step: the journal, a cancellation, an operator's decision.
    private const string Triggers = """
        create function workflow_open_event_waits() returns trigger language plpgsql as $$
        begin
            insert into event_waits (run_id, step_path, iteration, attempt, place, owner_id, event_type, from_key,
                                     from_set, expected)
            select new.run_id, new.step_path, new.iteration, new.attempt, w.place, r.owner_id,
                   coalesce(w.wait ->> 'type', ''), w.wait ->> 'key', w.wait -> 'from', w.wait ->> 'expected'
              from workflow_runs r,
                   json_array_elements(new.metadata -> 'listen' -> 'waits') with ordinality as w (wait, place)
             where r.run_id = new.run_id
            on conflict do nothing;
            return null;
        end $$;

        create function workflow_close_event_waits() returns trigger language plpgsql as $$
        begin
            delete from event_waits
             where run_id = new.run_id and step_path = new.step_path and iteration = new.iteration
               and attempt = new.attempt;
            return null;
        end $$;

        create trigger step_executions_listen_begun after insert on step_executions for each row
            when (new.step_type = 'wait' and new.status = 'RUNNING' and new.metadata::text like '%"waits":%')
            execute function workflow_open_event_waits();

        create trigger step_executions_listen_resumed after update on step_executions for each row
            when (new.step_type = 'wait' and old.status = 'PENDING' and new.status = 'RUNNING'
                  and new.metadata::text like '%"waits":%')
            execute function workflow_open_event_waits();

        create trigger step_executions_listen_ended after update on step_executions for each row
            when (new.step_type = 'wait' and old.status = 'RUNNING' and new.status <> 'RUNNING'
                  and old.metadata::text like '%"waits":%')
            execute function workflow_close_event_waits();
        """;
}
