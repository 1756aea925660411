using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Reports;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>Keeps tool calls that agents made by themselves, as steps below their own while that is running. The run's
/// revision counts them, and <c>outside_revisions</c> too, so that the owner's own commits find what they
/// expect.</summary>
/// <param name="callsMax">Tool calls kept of an attempt; more are counted.</param>
public sealed class KeepToolCalls(NpgsqlDataSource dataSource, int callsMax)
{
    // A statement of its own: the next one then sees which steps have ended in the commits that this one has waited
    // for, and none ends before it is through.
    private const string Lock = """
        select 1 from workflow_runs
         where run_id = any($1) and status = 'RUNNING'
         order by run_id
           for no key update
        """;

    private const string Asked = """
        with c as (
            select *
              from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                          $9::text[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::text[])
                   with ordinality
                   as c (run_id, parent_path, iteration, attempt, task_id, tool_path, tool_name, status, input, output,
                         error_message, started_at, ended_at, metadata, place)
        ), parents as (
            select e.run_id, e.step_path, e.iteration, e.attempt, e.task_id, e.started_at, r.revision + 1 as revision
              from (select distinct run_id, parent_path, iteration, attempt, task_id from c) k
              join workflow_runs r on r.run_id = k.run_id and r.status = 'RUNNING'
              join step_executions e on e.run_id = k.run_id and e.step_path = k.parent_path
               and e.iteration = k.iteration and e.attempt = k.attempt and e.task_id = k.task_id
             where e.status = 'RUNNING'
             order by e.run_id, e.step_path, e.iteration, e.attempt
               for no key update of e
        ), wanted as (
            select c.*, p.started_at as not_before, p.revision, x.step_path is not null as is_known,
                   (select count(*) from step_executions s where s.parent_task_id = c.task_id)
                   + count(*) filter (where x.step_path is null) over (partition by c.task_id order by c.place) as nth
              from c
              join parents p on p.task_id = c.task_id
              left join step_executions x on x.run_id = c.run_id and x.step_path = c.tool_path
               and x.iteration = c.iteration and x.attempt = c.attempt
        ), written as (
            insert into step_executions as e (
                run_id, step_path, iteration, attempt, step_id, step_type, tool_name, parent_task_id, status,
                input_data, output_data, error_message, started_at, completed_at, began_revision, ended_revision,
                metadata)
            select run_id, tool_path, iteration, attempt, tool_name, 'tool_call', tool_name, task_id, status,
                   input::json, output::json, error_message,
                   least(greatest(coalesce(started_at, ended_at), not_before), now()),
                   case when ended_at is not null then least(greatest(ended_at, started_at, not_before), now()) end,
                   revision, case when ended_at is not null then revision end, metadata::json
              from wanted where is_known or nth <= $15
            on conflict (run_id, step_path, iteration, attempt) do update
               set status = excluded.status,
                   input_data = coalesce(e.input_data, excluded.input_data),
                   output_data = excluded.output_data,
                   error_message = excluded.error_message,
                   completed_at = greatest(excluded.completed_at, e.started_at),
                   ended_revision = excluded.ended_revision,
                   metadata = excluded.metadata
             where e.status = 'RUNNING' and excluded.status <> 'RUNNING' and e.parent_task_id = excluded.parent_task_id
            returning e.run_id, e.parent_task_id
        )
        """;

    private const string Kept = """
        , flagged as (
            update step_executions e
               set has_tool_calls = true
              from parents p
             where e.run_id = p.run_id and e.step_path = p.step_path and e.iteration = p.iteration
               and e.attempt = p.attempt and e.has_tool_calls is null
               and exists (select from written w where w.parent_task_id = p.task_id)
        ), dropped as (
            insert into agent_reports as a (task_id, run_id, tool_calls_dropped)
            select task_id, run_id, count(*) from wanted where not is_known and nth > $15 group by task_id, run_id
            on conflict (task_id) do update
               set tool_calls_dropped = a.tool_calls_dropped + excluded.tool_calls_dropped
        )
        update workflow_runs r
           set revision = r.revision + 1, outside_revisions = r.outside_revisions + 1
         where r.run_id = any(array(select run_id from written))
        returning r.run_id, r.revision, r.owner_id, r.workflow_id, r.total_steps
        """;

    /// <returns>The runs that changed, with their revision now.</returns>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Refusals"/>.</exception>
    public async Task<IReadOnlyList<(Guid RunId, long Revision, RunFacts Facts)>> RunAsync(
        IReadOnlyList<AttemptReports> reports, CancellationToken ct)
    {
        var calls = reports.SelectMany(
            one => one.Reports.ToolCalls.Select(call => (one.Attempt, Call: call))).ToList();
        var changed = new List<(Guid, long, RunFacts)>();
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).Add(calls.Select(one => one.Attempt.RunId).ToArray()));
        batch.BatchCommands.Add(Command(calls));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            changed.Add((reader.GetGuid(0), reader.GetInt64(1), CommitRuns.Facts(reader, 2)));
        }

        return changed;
    }

    /// <summary>Path of a tool call: below its step, by its id.</summary>
    public static string PathOf(string stepPath, string callId) =>
        $"{stepPath}/tool_calls/"
        + callId.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private NpgsqlBatchCommand Command(IReadOnlyList<(Attempt Attempt, ReportedToolCall Call)> calls) =>
        new NpgsqlBatchCommand(Asked + Kept)
            .AddArray(calls, NpgsqlDbType.Uuid, one => one.Attempt.RunId)
            .AddArray(calls, NpgsqlDbType.Text, one => one.Attempt.Key.Path)
            .AddArray(calls, NpgsqlDbType.Text, one => one.Attempt.Key.Iteration)
            .AddArray(calls, NpgsqlDbType.Integer, one => one.Attempt.Key.Attempt)
            .AddArray(calls, NpgsqlDbType.Uuid, one => one.Attempt.TaskId)
            .AddArray(calls, NpgsqlDbType.Text, one => PathOf(one.Attempt.Key.Path, one.Call.Id))
            .AddArray(calls, NpgsqlDbType.Text, one => one.Call.Name)
            .AddArray(calls, NpgsqlDbType.Text, one => StatusOf(one.Call).ToSql())
            .AddArray(calls, NpgsqlDbType.Text, one => one.Call.Input.ToSql())
            .AddArray(calls, NpgsqlDbType.Text, one => one.Call.Output.ToSql())
            .AddArray(calls, NpgsqlDbType.Text, one => one.Call.Error)
            .AddArray(calls, NpgsqlDbType.TimestampTz, one => one.Call.StartedAt?.UtcDateTime)
            .AddArray(calls, NpgsqlDbType.TimestampTz, one => one.Call.EndedAt?.UtcDateTime)
            .AddArray(calls, NpgsqlDbType.Text, one => MetadataOf(one.Attempt, one.Call))
            .Add(callsMax);

    private static StepStatus StatusOf(ReportedToolCall call) => call.Status switch
    {
        ReportedToolCall.Started => StepStatus.Running,
        ReportedToolCall.Failed => StepStatus.Failed,
        _ => StepStatus.Completed,
    };

    private static string MetadataOf(Attempt attempt, ReportedToolCall call)
    {
        var left = call.LeftOut.Count == 0
            ? ""
            : $",\"left_out\":[{string.Join(',', call.LeftOut.Select(name => $"\"{name}\""))}]";
        return $"{{\"tool_call_id\":\"{JsonEncodedText.Encode(call.Id)}\","
            + $"\"parent_step_path\":\"{JsonEncodedText.Encode(attempt.Key.Path)}\"{left}}}";
    }
}
