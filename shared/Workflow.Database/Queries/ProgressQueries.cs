using Npgsql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>How far a run is, as of one revision.</summary>
public sealed record ProgressView(
    Guid RunId, string OwnerId, Guid? WorkflowId, RunStatus Status, long Revision, RunProgress Progress,
    RawJson Output, RawJson Error, string? ErrorMessage, string? CancelledBy, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

/// <summary>Reads how far runs are: one statement, so that status, revision and counts belong together.</summary>
public sealed class ProgressQueries(NpgsqlDataSource few)
{
    /// <summary>Of runs <c>r</c>: columns as <see cref="Read"/> takes them.</summary>
    internal const string Columns = """
        r.run_id, r.owner_id, r.workflow_id, r.status, r.revision, r.total_steps, r.created_at, r.started_at,
        r.completed_at, n.steps, n.ended, coalesce(o.step_id, l.step_id),
        case when r.status in ('COMPLETED', 'FAILED', 'CANCELLED') then r.output_data end, r.error, r.error_message,
        r.cancelled_by
        """;

    /// <summary>Counts, the running step that began last, and the step that ended last, of runs <c>r</c>; only of steps
    /// of the definition.</summary>
    internal const string Joins = """
        cross join lateral (
            select count(*)::integer as steps,
                   count(*) filter (where s.status not in ('PENDING', 'RUNNING'))::integer as ended
              from step_executions s
             where s.run_id = r.run_id and s.parent_task_id is null) n
        left join lateral (
            select s.step_id from step_executions s
             where s.run_id = r.run_id and s.status in ('PENDING', 'RUNNING') and s.parent_task_id is null
             order by s.started_at desc, s.step_path collate "C" desc, s.iteration collate "C" desc, s.attempt desc
             limit 1) o on true
        left join lateral (
            select s.step_id from step_executions s
             where s.run_id = r.run_id and s.completed_at is not null and o.step_id is null
               and s.parent_task_id is null
             order by s.completed_at desc, s.step_path collate "C" desc, s.iteration collate "C" desc, s.attempt desc
             limit 1) l on true
        """;

    private const string Find = $"""
        select {Columns} from workflow_runs r {Joins} where r.run_id = any($1)
        """;

    private readonly Lookups<ProgressView> _runs = new(few, Find, Read, run => run.RunId, run => run.OwnerId);

    /// <param name="sees">Owner whose run it must be; null for everybody's.</param>
    /// <returns>Null when there is no such run.</returns>
    public Task<ProgressView?> FindAsync(string? sees, Guid runId, CancellationToken ct) =>
        _runs.FindAsync(sees, runId, ct);

    internal static ProgressView Read(NpgsqlDataReader reader)
    {
        var status = StatusText.ParseRun(reader.GetString(3));
        return new ProgressView(
            reader.GetGuid(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetGuid(2), status,
            reader.GetInt64(4),
            RunProgress.Of(
                status, reader.GetInt32(5), reader.GetInt32(9), reader.GetInt32(10), reader.TextOrNull(11)),
            reader.JsonOrEmpty(12), reader.JsonOrEmpty(13), reader.TextOrNull(14), reader.TextOrNull(15),
            reader.GetFieldValue<DateTimeOffset>(6), reader.TimeOrNull(7), reader.TimeOrNull(8));
    }
}
