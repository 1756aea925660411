using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Workflow.Database.Schema;

namespace Workflow.Database.Migrations;

/// <summary>What agents report while they work: tool calls as steps below their own, progress and log lines in tables
/// beside the hot path.</summary>
[DbContext(typeof(WorkflowContext))]
[Migration("20261121123000_KeepAgentReports")]
public sealed class KeepAgentReports : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(ToolCalls);
        migrationBuilder.Sql(End);
        migrationBuilder.Sql(Reports);
    }

    private const string ToolCalls = """
        alter table step_executions
            add column parent_task_id uuid,
            add column has_tool_calls boolean;
        create index step_executions_reported on step_executions (parent_task_id) where parent_task_id is not null;

        comment on column step_executions.parent_task_id is
            'Of a tool call that an agent made by itself: task of the agent''s attempt. Null for steps of the '
            'definition; only these count in progress, limits, retries and replays.';
        comment on column step_executions.has_tool_calls is 'True for an attempt whose agent has reported tool calls.';
        """;

    // Whichever statement ends the agent's step: the journal, a cancellation, an operator's decision. The condition
    // keeps all other steps out; the function sees tool calls that were committed while that statement waited.
    private const string End = """
        create function workflow_end_tool_calls() returns trigger language plpgsql as $$
        begin
            update step_executions t
               set status = case new.status when 'FAILED' then 'FAILED' else 'CANCELLED' end,
                   completed_at = greatest(new.completed_at, t.started_at), ended_revision = new.ended_revision,
                   error_message = 'The step of the agent ended before it said how this call did.'
             where t.parent_task_id = new.task_id and t.run_id = new.run_id and t.status = 'RUNNING';
            return null;
        end $$;

        create trigger step_executions_agent_ended after update on step_executions for each row
            when (new.has_tool_calls and old.status = 'RUNNING' and new.status not in ('PENDING', 'RUNNING'))
            execute function workflow_end_tool_calls();
        """;

    private const string Reports = """
        create table agent_reports (
            task_id uuid primary key,
            run_id uuid not null,
            progress double precision check (progress between 0 and 1),
            progress_message text,
            progress_at timestamptz,
            lines integer not null default 0,
            line_bytes bigint not null default 0,
            lines_dropped bigint not null default 0,
            tool_calls_dropped bigint not null default 0
        ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);

        comment on table agent_reports is
            'What agents have reported of their work, one row per attempt that reported anything.';
        comment on column agent_reports.task_id is 'Task of the attempt, as in step_executions.';
        comment on column agent_reports.run_id is 'Run of the attempt.';
        comment on column agent_reports.progress is 'How far the agent last said it was, 0 to 1.';
        comment on column agent_reports.progress_message is 'What it said it was at.';
        comment on column agent_reports.progress_at is 'When it said so.';
        comment on column agent_reports.lines is 'Rows of agent_logs that are kept of it.';
        comment on column agent_reports.line_bytes is 'Bytes of those rows.';
        comment on column agent_reports.lines_dropped is 'Log lines that were too many and are gone, the oldest first.';
        comment on column agent_reports.tool_calls_dropped is 'Tool calls that were too many to be kept.';

        create index agent_reports_of_run on agent_reports (run_id);

        create table agent_logs (
            task_id uuid not null,
            logged_at timestamptz not null,
            source_offset bigint not null,
            line integer not null,
            run_id uuid not null,
            kind text not null check (kind in ('log', 'output')),
            level text check (level in ('debug', 'info', 'warning', 'error')),
            message text,
            data json,
            bytes integer not null,
            primary key (task_id, logged_at, source_offset, line)
        ) with (autovacuum_vacuum_scale_factor = 0.01);
        create index agent_logs_of_run on agent_logs (run_id, logged_at);

        comment on table agent_logs is
            'Log lines and pieces of output that agents reported, the newest of each attempt.';
        comment on column agent_logs.task_id is 'Task of the attempt, as in step_executions.';
        comment on column agent_logs.logged_at is 'When the agent logged it.';
        comment on column agent_logs.source_offset is 'Offset of the message that brought it: the same again is known.';
        comment on column agent_logs.line is 'Its place in that message.';
        comment on column agent_logs.run_id is 'Run of the attempt.';
        comment on column agent_logs.kind is 'log or output.';
        comment on column agent_logs.level is 'debug, info, warning or error; null for output.';
        comment on column agent_logs.message is 'Text; null for output that is none.';
        comment on column agent_logs.data is 'Output that is no text, or what a log line has beside its text.';
        comment on column agent_logs.bytes is 'What it counts for in the limit.';
        """;
}
