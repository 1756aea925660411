using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What signals need of the inbox, and the list of decisions that people are asked for.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120121000_KeepSignals")]
public sealed class KeepSignals : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Inbox);
        migrationBuilder.Sql(Approvals);
        migrationBuilder.Sql(Triggers);
    }

    // Signals that a run does not want yet may wait for long: owners, who look once a second, do not find them.
    private const string Inbox = """
        alter table run_inbox
            add column arrival bigint generated always as identity,
            add column is_seen boolean not null default false;
        drop index run_inbox_unread;
        create index run_inbox_unread on run_inbox (shard) where read_at is null and not is_seen;

        comment on table run_inbox is
            'What reached a run from outside: agent results, signals, child ends, decisions. Gone once it is taken in.';
        comment on column run_inbox.kind is 'agent_result, signal, child_end, operator or callback.';
        comment on column run_inbox.arrival is
            'Counts up. Of two signals of one run, the one with less came first: its row is locked while it is drawn.';
        comment on column run_inbox.is_seen is
            'A signal that nobody in the run wanted when it was last in memory: the run need not be loaded for it.';
        comment on column run_inbox.read_at is
            'When the run took it in; only of signals whose sender chose the id, kept until the run''s end.';
        """;

    private const string Approvals = """
        create table open_approvals (
            run_id uuid not null,
            step_path text not null,
            iteration text not null,
            attempt integer not null,
            step_id text not null,
            owner_id text not null,
            shard integer not null,
            title text,
            prompt text,
            requested_at timestamptz not null,
            expires_at timestamptz,
            primary key (run_id, step_path, iteration, attempt)
        );
        create index open_approvals_of_owner on open_approvals (owner_id, requested_at, run_id);

        comment on table open_approvals is
            'Steps that wait for a person''s decision, kept by triggers on step_executions: gone when the step ends.';
        comment on column open_approvals.run_id is 'Run of the step.';
        comment on column open_approvals.step_path is 'JSON pointer of the task in the definition.';
        comment on column open_approvals.iteration is 'Iteration of the step.';
        comment on column open_approvals.attempt is 'Attempt of the step.';
        comment on column open_approvals.step_id is 'Name of the task in the definition.';
        comment on column open_approvals.owner_id is 'User whose run it is.';
        comment on column open_approvals.shard is 'Shard of the run.';
        comment on column open_approvals.title is 'What is to be decided, in a few words.';
        comment on column open_approvals.prompt is 'What is to be decided, at length.';
        comment on column open_approvals.requested_at is 'When the step began.';
        comment on column open_approvals.expires_at is 'When its time limit ends it; null without one.';
        """;

    // Whichever statement ends the step: the journal, a cancellation, an operator's decision. Metadata is looked
    // through as text first: reading its members would refuse what json takes.
    private const string Triggers = """
        create function workflow_open_approval() returns trigger language plpgsql as $$
        begin
            insert into open_approvals (run_id, step_path, iteration, attempt, step_id, owner_id, shard, title, prompt,
                                        requested_at, expires_at)
            select new.run_id, new.step_path, new.iteration, new.attempt, new.step_id, r.owner_id, r.shard,
                   new.metadata -> 'approval' ->> 'title', new.metadata -> 'approval' ->> 'prompt', new.started_at,
                   (new.metadata -> 'approval' ->> 'expires_at')::timestamptz
              from workflow_runs r
             where r.run_id = new.run_id and new.metadata -> 'approval' is not null
            on conflict do nothing;
            return null;
        end $$;

        create function workflow_close_approval() returns trigger language plpgsql as $$
        begin
            delete from open_approvals
             where run_id = new.run_id and step_path = new.step_path and iteration = new.iteration
               and attempt = new.attempt;
            return null;
        end $$;

        create trigger step_executions_approval_begun after insert on step_executions for each row
            when (new.step_type = 'wait' and new.status = 'RUNNING' and new.metadata::text like '%"approval":%')
            execute function workflow_open_approval();

        create trigger step_executions_approval_resumed after update on step_executions for each row
            when (new.step_type = 'wait' and old.status = 'PENDING' and new.status = 'RUNNING'
                  and new.metadata::text like '%"approval":%')
            execute function workflow_open_approval();

        create trigger step_executions_approval_ended after update on step_executions for each row
            when (new.step_type = 'wait' and old.status = 'RUNNING' and new.status <> 'RUNNING')
            execute function workflow_close_approval();
        """;
}
