using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Webhooks of owners and of runs, and the triggers that note in the transaction of a run's change what is to
/// be sent about it.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110600_KeepWebhooks")]
public sealed class KeepWebhooks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Webhooks);
        migrationBuilder.Sql(Deliveries);
        migrationBuilder.Sql(Attempts);
        migrationBuilder.Sql(NoteEnd);
        migrationBuilder.Sql(NoteProgress);
    }

    private const string Webhooks = """
        create table webhooks (
            id uuid primary key,
            owner_id text not null,
            workflow_id uuid,
            url text not null,
            host text not null,
            events text[] not null,
            headers jsonb,
            secret text not null,
            description text,
            created_at timestamptz not null default now()
        );
        create index webhooks_of_owner on webhooks (owner_id, id);

        comment on table webhooks is 'Where an owner wants to be told about runs. Looked up when a run is entered.';
        comment on column webhooks.id is 'Identifier.';
        comment on column webhooks.owner_id is 'User whose runs it tells about.';
        comment on column webhooks.workflow_id is 'Only runs of this workflow; null for all of the owner.';
        comment on column webhooks.url is 'Where it is sent.';
        comment on column webhooks.host is 'Host and port of the URL: sends to one host are bounded together.';
        comment on column webhooks.events is 'completed, failed, cancelled, ended (all three) or progress.';
        comment on column webhooks.headers is 'Headers that every request carries beside the usual ones.';
        comment on column webhooks.secret is 'Key of the signature, as its owner was shown it once.';
        comment on column webhooks.description is 'For people.';
        comment on column webhooks.created_at is 'When it was registered.';

        alter table workflow_runs add column webhooks jsonb;
        comment on column workflow_runs.webhooks is
            'Who is told about this run, fixed at the start: id of a registered webhook or what the start gave; url, '
            'host, events. Null when nobody is.';
        """;

    private const string Deliveries = """
        alter table webhook_deliveries
            add column owner_id text not null,
            add column webhook_id uuid,
            add column target integer not null,
            add column host text not null,
            add column headers jsonb,
            add column secret text,
            add column revision bigint,
            add column attempts_before integer not null default 0,
            add column claimed_by text,
            add column failed_at timestamptz,
            alter column payload drop not null;

        drop index webhook_deliveries_due;
        create index webhook_deliveries_due on webhook_deliveries (host, next_attempt_at)
            where next_attempt_at is not null;
        create unique index webhook_deliveries_progress on webhook_deliveries (run_id, target)
            where event = 'progress' and attempts = 0;
        create index webhook_deliveries_of_owner on webhook_deliveries (owner_id, created_at desc, id desc);
        create index webhook_deliveries_of_run on webhook_deliveries (run_id);
        create index webhook_deliveries_of_webhook on webhook_deliveries (webhook_id) where webhook_id is not null;
        create index webhook_deliveries_by_age on webhook_deliveries (created_at, id);

        comment on column webhook_deliveries.id is 'Identifier, sent along as webhook-id.';
        comment on column webhook_deliveries.owner_id is 'User whose run it tells about.';
        comment on column webhook_deliveries.webhook_id is
            'Registered webhook that asks for it; null when the start of the run did.';
        comment on column webhook_deliveries.target is 'Place in workflow_runs.webhooks, from 1.';
        comment on column webhook_deliveries.host is 'Host and port of the URL: sends to one host are bounded.';
        comment on column webhook_deliveries.headers is 'Further headers, when the start of the run gave some.';
        comment on column webhook_deliveries.secret is 'Key of the signature, when the start of the run gave one.';
        comment on column webhook_deliveries.event is 'completed, failed, cancelled or progress.';
        comment on column webhook_deliveries.revision is
            'Revision of the run that it tells about; null for a progress that is not yet sent.';
        comment on column webhook_deliveries.payload is
            'Body of the request; fixed at the first try, so that every try sends the same.';
        comment on column webhook_deliveries.attempts is 'Tries begun so far.';
        comment on column webhook_deliveries.attempts_before is
            'Tries before it was last asked for again: they do not count against the limit.';
        comment on column webhook_deliveries.next_attempt_at is
            'When it is tried next, while a try is under way when another process may take it; null when never.';
        comment on column webhook_deliveries.claimed_by is 'Process that sends it now.';
        comment on column webhook_deliveries.failed_at is 'When it was given up.';
        """;

    private const string Attempts = """
        create table webhook_attempts (
            delivery_id uuid not null references webhook_deliveries (id) on delete cascade,
            attempt integer not null,
            started_at timestamptz not null,
            duration_ms bigint not null,
            status_code integer,
            error text,
            answer text,
            primary key (delivery_id, attempt)
        );
        comment on table webhook_attempts is
            'Tries of deliveries. One is missing where the sending process died on the way.';
        comment on column webhook_attempts.delivery_id is 'Delivery that was tried.';
        comment on column webhook_attempts.attempt is 'Counts the tries of the delivery, from 1.';
        comment on column webhook_attempts.started_at is 'When it began.';
        comment on column webhook_attempts.duration_ms is 'How long it took, milliseconds.';
        comment on column webhook_attempts.status_code is 'HTTP status of the answer; null without one.';
        comment on column webhook_attempts.error is 'What went wrong; null when the receiver took it.';
        comment on column webhook_attempts.answer is 'Beginning of the answer''s body.';
        """;

    // A run without webhooks does not even queue the trigger. Registered ones stand in the run's row: nothing else is
    // looked at.
    private const string NoteEnd = """
        create function workflow_note_end() returns trigger language plpgsql as $$
        begin
            insert into webhook_deliveries (id, owner_id, run_id, webhook_id, target, url, host, headers, secret,
                                            event, revision, next_attempt_at)
            select gen_random_uuid(), new.owner_id, new.run_id, (t.hook ->> 'id')::uuid, t.place, t.hook ->> 'url',
                   t.hook ->> 'host', t.hook -> 'headers', t.hook ->> 'secret', lower(new.status), new.revision, now()
              from jsonb_array_elements(new.webhooks) with ordinality as t (hook, place)
             where t.hook -> 'events' ?| array['ended', lower(new.status)];
            return null;
        end $$;

        create trigger workflow_runs_webhook_end after update on workflow_runs for each row
            when (new.webhooks is not null and new.status in ('COMPLETED', 'FAILED', 'CANCELLED')
                  and old.status is distinct from new.status)
            execute function workflow_note_end();

        create trigger workflow_runs_webhook_born_ended after insert on workflow_runs for each row
            when (new.webhooks is not null and new.status in ('COMPLETED', 'FAILED', 'CANCELLED'))
            execute function workflow_note_end();
        """;

    // However many commits there are, at most one progress per receiver waits to be sent; what it says is read then.
    private const string NoteProgress = """
        create function workflow_note_progress() returns trigger language plpgsql as $$
        begin
            insert into webhook_deliveries (id, owner_id, run_id, webhook_id, target, url, host, headers, secret,
                                            event, next_attempt_at)
            select gen_random_uuid(), new.owner_id, new.run_id, (t.hook ->> 'id')::uuid, t.place, t.hook ->> 'url',
                   t.hook ->> 'host', t.hook -> 'headers', t.hook ->> 'secret', 'progress', now()
              from jsonb_array_elements(new.webhooks) with ordinality as t (hook, place)
             where t.hook -> 'events' ? 'progress'
            on conflict (run_id, target) where event = 'progress' and attempts = 0 do nothing;
            return null;
        end $$;

        create trigger workflow_runs_webhook_progress after update on workflow_runs for each row
            when (new.webhooks is not null and new.status = 'RUNNING' and new.revision > old.revision)
            execute function workflow_note_progress();
        """;
}
