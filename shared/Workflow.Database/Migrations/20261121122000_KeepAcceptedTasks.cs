using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>Tasks that agents have accepted and answer later.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121122000_KeepAcceptedTasks")]
public sealed class KeepAcceptedTasks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Table);
        migrationBuilder.Sql(Trigger);
    }

    private const string Table = """
        alter table step_executions add column accepted_at timestamptz;
        comment on column step_executions.accepted_at is
            'When the agent answered 202 to this attempt, to answer it later; null when it did not.';

        create table accepted_tasks (
            run_id uuid not null,
            task_id uuid not null,
            step_path text not null,
            iteration text not null,
            attempt integer not null,
            agent_name text,
            endpoint text,
            auth jsonb,
            lifetime interval not null,
            accepted_at timestamptz not null default now(),
            alive_until timestamptz not null,
            answered_at timestamptz,
            answer_digest bytea,
            ended_at timestamptz,
            cancel_at timestamptz,
            cancel_tries integer not null default 0,
            primary key (run_id, task_id)
        );
        create index accepted_tasks_ended on accepted_tasks (ended_at) where ended_at is not null;
        create index accepted_tasks_to_cancel on accepted_tasks (cancel_at) where cancel_at is not null;

        comment on table accepted_tasks is
            'Tasks to which an agent answered 202: it holds no connection and calls back. Gone an hour after the end.';
        comment on column accepted_tasks.run_id is 'Run of the step.';
        comment on column accepted_tasks.task_id is 'Id of the task: one attempt of the step.';
        comment on column accepted_tasks.step_path is 'Path of the step.';
        comment on column accepted_tasks.iteration is 'Iteration of the step.';
        comment on column accepted_tasks.attempt is 'Attempt of the step.';
        comment on column accepted_tasks.agent_name is 'Agent that accepted it.';
        comment on column accepted_tasks.endpoint is
            'Where it was called, to be told of a cancellation; null when it answered before its 202 was read.';
        comment on column accepted_tasks.auth is 'How the bridge logs in there, with the secret by name; null: not.';
        comment on column accepted_tasks.lifetime is 'How long it stands without a word from the agent.';
        comment on column accepted_tasks.accepted_at is 'When the agent answered 202, the first time.';
        comment on column accepted_tasks.alive_until is
            'Until then the agent is not called again; every callback without an answer moves it.';
        comment on column accepted_tasks.answered_at is 'When the answer came; null before.';
        comment on column accepted_tasks.answer_digest is
            'SHA-256 of the answer, so that the same one may come again.';
        comment on column accepted_tasks.ended_at is 'When the step ended, however it did; null before.';
        comment on column accepted_tasks.cancel_at is
            'When a bridge is next to tell the agent that nobody waits any more; null when that is not to be done.';
        comment on column accepted_tasks.cancel_tries is 'How often bridges have set out to tell it.';
        """;

    // Whichever statement ends the step: the journal, a cancellation, an operator's decision.
    private const string Trigger = """
        create function workflow_end_accepted_task() returns trigger language plpgsql as $$
        begin
            update accepted_tasks
               set ended_at = now(), cancel_at = case when answered_at is null and endpoint is not null then now() end
             where run_id = new.run_id and task_id = new.task_id and ended_at is null;
            return null;
        end $$;

        create trigger step_executions_accepted_ended after update on step_executions for each row
            when (new.accepted_at is not null and old.status = 'RUNNING' and new.status <> 'RUNNING')
            execute function workflow_end_accepted_task();
        """;
}
