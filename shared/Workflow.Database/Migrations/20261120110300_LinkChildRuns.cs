using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What ties a child run to the step that waits for it, and the trigger that tells that step of the
/// end.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261120110300_LinkChildRuns")]
public sealed class LinkChildRuns : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Columns);
        migrationBuilder.Sql(TellParent);
    }

    private const string Columns = """
        alter table workflow_runs
            add column parent_task_id uuid,
            add column nesting integer not null default 0;

        comment on column workflow_runs.parent_task_id is
            'Task id of the step of the parent run that waits for this run; null when none does.';
        comment on column workflow_runs.nesting is
            'Runs above it: 0 unless it was started as a child, then one more than its parent has.';

        create index workflow_runs_of_parent on workflow_runs (parent_run_id) where parent_run_id is not null;
        create index workflow_runs_awaited on workflow_runs (shard)
            where parent_task_id is not null and status in ('PENDING', 'RUNNING');

        comment on column run_inbox.unique_key is
            'Makes a repeated delivery the same row; the task id of the waiting step for agent results and child ends.';
        """;

    // The run's status and the row for its parent are one transaction, whichever statement ends the run.
    private const string TellParent = """
        create function workflow_tell_parent() returns trigger language plpgsql as $$
        begin
            insert into run_inbox (run_id, kind, unique_key, shard, payload)
            select p.run_id, 'child_end', new.parent_task_id::text, p.shard,
                   json_build_object('run_id', new.run_id, 'status', lower(new.status), 'output', new.output_data,
                                     'error', new.error, 'error_message', new.error_message)
              from workflow_runs p
             where p.run_id = new.parent_run_id and p.status in ('PENDING', 'RUNNING')
            on conflict do nothing;
            return null;
        end $$;

        create trigger workflow_runs_child_end after update on workflow_runs for each row
            when (new.parent_task_id is not null and new.status in ('COMPLETED', 'FAILED', 'CANCELLED')
                  and old.status is distinct from new.status)
            execute function workflow_tell_parent();

        create trigger workflow_runs_child_born_ended after insert on workflow_runs for each row
            when (new.parent_task_id is not null and new.status in ('COMPLETED', 'FAILED', 'CANCELLED'))
            execute function workflow_tell_parent();
        """;
}
