using Npgsql;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Reports;

/// <summary>Which lines are wanted; null means all.</summary>
/// <param name="Levels">One of these.</param>
public sealed record AgentLogFilter(string? StepName, string? Kind, IReadOnlyList<string>? Levels);

/// <summary>A line of an agent's log, or a piece of its output, with the attempt that it is of.</summary>
/// <param name="IsCut">Whether it is too large for the answer: its text is cut, what it has beside left out.</param>
public sealed record AgentLogEntry(
    ReportedLine Line, string StepName, StepKey Key, string? AgentName, bool IsCut);

/// <summary>Lines of a run.</summary>
/// <param name="Dropped">Lines of the run that were too many, and are gone.</param>
/// <param name="CallsDropped">Tool calls of agents that were too many, and are not among the steps.</param>
public sealed record AgentLogView(IReadOnlyList<AgentLogEntry> Lines, long Dropped, long CallsDropped);

/// <summary>Reads what agents have logged.</summary>
public sealed class AgentLogQueries(NpgsqlDataSource dataSource)
{
    private const string Counts = """
        select coalesce(sum(a.lines_dropped), 0)::bigint, coalesce(sum(a.tool_calls_dropped), 0)::bigint
          from workflow_runs r left join agent_reports a on a.run_id = r.run_id
         where r.run_id = $1 and ($2::text is null or r.owner_id = $2)
         group by r.run_id
        """;

    private const string Lines = """
        select l.kind, l.level, left(l.message, $7), case when l.bytes <= $7 then l.data end, l.logged_at, s.step_id,
               s.step_path, s.iteration, s.attempt, s.agent_name, l.bytes > $7
          from agent_logs l join step_executions s on s.run_id = l.run_id and s.task_id = l.task_id
         where l.run_id = $1 and ($2::text is null or s.step_id = $2) and ($3::text is null or l.kind = $3)
           and ($4::text[] is null or l.level = any($4))
         order by l.logged_at, l.task_id, l.source_offset, l.line
         limit $5 offset $6
        """;

    /// <param name="sees">Owner whose run it must be; null for everybody's.</param>
    /// <param name="lineBytesMax">Larger lines are cut.</param>
    /// <returns>In the order of their times; null when there is no such run.</returns>
    public async Task<AgentLogView?> ReadAsync(
        string? sees, Guid runId, AgentLogFilter filter, int limit, int offset, int lineBytesMax,
        CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Counts, runId, sees);
        batch.Add(
            Lines, runId, filter.StepName, filter.Kind, filter.Levels?.ToArray(), limit, offset, lineBytesMax);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var (dropped, callsDropped) = (reader.GetInt64(0), reader.GetInt64(1));
        return new AgentLogView(await reader.NextRowsAsync(Entry, ct), dropped, callsDropped);
    }

    private static AgentLogEntry Entry(NpgsqlDataReader row) => new(
        new ReportedLine(
            row.GetString(0), row.TextOrNull(1), row.TextOrNull(2), row.JsonOrEmpty(3),
            row.GetFieldValue<DateTimeOffset>(4)),
        row.GetString(5), new StepKey(row.GetString(6), row.GetString(7), row.GetInt32(8)), row.TextOrNull(9),
        row.GetBoolean(10));
}
