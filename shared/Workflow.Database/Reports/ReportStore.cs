using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Reports;

/// <summary>What one attempt has reported since the last time.</summary>
public sealed record AttemptReports(Attempt Attempt, ReportBuffer Reports);

/// <summary>Keeps progress and log lines of attempts, beside the tables of the hot path. They advance nothing, so
/// anybody may write them; the same line again is known by the message that brought it.</summary>
/// <param name="linesMax">Lines kept of an attempt. A quarter more may lie there for a moment, so that not every
/// statement has to look for old ones.</param>
/// <param name="lineBytesMax">Bytes of those lines.</param>
public sealed class ReportStore(NpgsqlDataSource dataSource, int linesMax, int lineBytesMax)
{
    private const string Keep = """
        with c as (
            select c.*
              from unnest($1::uuid[], $2::uuid[], $3::float8[], $4::text[], $5::timestamptz[], $6::bigint[],
                          $7::bigint[])
                   as c (task_id, run_id, progress, message, at, dropped, calls_dropped)
              join workflow_runs r on r.run_id = c.run_id and r.status = 'RUNNING'
        ), added as (
            insert into agent_logs (task_id, logged_at, source_offset, line, run_id, kind, level, message, data, bytes)
            select l.task_id, l.at, l.source_offset, l.line, c.run_id, l.kind, l.level, l.message, l.data::json, l.bytes
              from unnest($8::uuid[], $9::timestamptz[], $10::bigint[], $11::int[], $12::text[], $13::text[],
                          $14::text[], $15::text[], $16::int[])
                   as l (task_id, at, source_offset, line, kind, level, message, data, bytes)
              join c on c.task_id = l.task_id
            on conflict do nothing
            returning task_id, bytes
        ), kept as (
            insert into agent_reports as a (
                task_id, run_id, progress, progress_message, progress_at, lines, line_bytes, lines_dropped,
                tool_calls_dropped)
            select c.task_id, c.run_id, c.progress, c.message, c.at, coalesce(n.lines, 0), coalesce(n.bytes, 0),
                   c.dropped, c.calls_dropped
              from c left join (select task_id, count(*) as lines, sum(bytes) as bytes from added group by task_id) n
                on n.task_id = c.task_id
             order by c.task_id
            on conflict (task_id) do update
               set (progress, progress_message, progress_at) = (
                       select n.* from (values (excluded.progress, excluded.progress_message, excluded.progress_at),
                                               (a.progress, a.progress_message, a.progress_at))
                                       as n (progress, message, at)
                        order by n.at desc nulls last limit 1),
                   lines = a.lines + excluded.lines,
                   line_bytes = a.line_bytes + excluded.line_bytes,
                   lines_dropped = a.lines_dropped + excluded.lines_dropped,
                   tool_calls_dropped = a.tool_calls_dropped + excluded.tool_calls_dropped
            returning a.task_id, a.lines, a.line_bytes
        )
        select task_id from kept where lines > $17 or line_bytes > $18
        """;

    private const string Trim = """
        with old as (
            select * from (
                select task_id, logged_at, source_offset, line, row_number() over w as nth, sum(bytes) over w as held
                  from agent_logs where task_id = any($1)
                window w as (partition by task_id order by logged_at desc, source_offset desc, line desc)) l
             where nth > $2 or held > $3
        ), gone as (
            delete from agent_logs l using old o
             where l.task_id = o.task_id and l.logged_at = o.logged_at and l.source_offset = o.source_offset
               and l.line = o.line
            returning l.task_id, l.bytes
        )
        update agent_reports a
           set lines = a.lines - g.lines, line_bytes = a.line_bytes - g.bytes,
               lines_dropped = a.lines_dropped + g.lines
          from (select task_id, count(*) as lines, sum(bytes) as bytes from gone group by task_id) g
         where a.task_id = g.task_id
        """;

    /// <param name="reports">At most one of each attempt.</param>
    /// <exception cref="PostgresException">The content is refused; see <see cref="Transitions.Refusals"/>.</exception>
    public async Task KeepAsync(IReadOnlyList<AttemptReports> reports, CancellationToken ct)
    {
        var tooMany = new List<Guid>();
        await using (var command = Command(reports))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                tooMany.Add(reader.GetGuid(0));
            }
        }

        if (tooMany.Count > 0)
        {
            await using var trim = dataSource.CreateCommand(Trim)
                .AddArray(tooMany, NpgsqlDbType.Uuid, task => task).Add(linesMax).Add((long)lineBytesMax);
            await trim.ExecuteNonQueryAsync(ct);
        }
    }

    private NpgsqlCommand Command(IReadOnlyList<AttemptReports> reports)
    {
        var lines = reports.SelectMany(
            one => one.Reports.Lines.Select(line => (one.Attempt.TaskId, Line: line))).ToList();
        return dataSource.CreateCommand(Keep)
            .AddArray(reports, NpgsqlDbType.Uuid, one => one.Attempt.TaskId)
            .AddArray(reports, NpgsqlDbType.Uuid, one => one.Attempt.RunId)
            .AddArray(reports, NpgsqlDbType.Double, one => one.Reports.Progress?.Value)
            .AddArray(reports, NpgsqlDbType.Text, one => one.Reports.Progress?.Message)
            .AddArray(reports, NpgsqlDbType.TimestampTz, one => one.Reports.Progress?.At.UtcDateTime)
            .AddArray(reports, NpgsqlDbType.Bigint, one => one.Reports.Dropped)
            .AddArray(reports, NpgsqlDbType.Bigint, one => one.Reports.CallsDropped)
            .AddArray(lines, NpgsqlDbType.Uuid, one => one.TaskId)
            .AddArray(lines, NpgsqlDbType.TimestampTz, one => one.Line.At.UtcDateTime)
            .AddArray(lines, NpgsqlDbType.Bigint, one => one.Line.Offset)
            .AddArray(lines, NpgsqlDbType.Integer, one => one.Line.Place)
            .AddArray(lines, NpgsqlDbType.Text, one => one.Line.Kind)
            .AddArray(lines, NpgsqlDbType.Text, one => one.Line.Level)
            .AddArray(lines, NpgsqlDbType.Text, one => one.Line.Message)
            .AddArray(lines, NpgsqlDbType.Text, one => one.Line.Data.ToSql())
            .AddArray(lines, NpgsqlDbType.Integer, one => one.Line.Bytes)
            .Add(linesMax + linesMax / 4).Add(lineBytesMax + lineBytesMax / 4L);
    }
}
