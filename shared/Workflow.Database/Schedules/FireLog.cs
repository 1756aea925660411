using Npgsql;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>What became of a due time.</summary>
/// <param name="Kind">One of <see cref="FireKind"/>.</param>
/// <param name="Outcome">One of <see cref="FireOutcome"/>.</param>
/// <param name="RunStatus">Of the run, now; null without one.</param>
/// <param name="Detail">Why there is none.</param>
public sealed record FireRow(
    DateTimeOffset DueAt, string Kind, string Outcome, Guid? RunId, RunStatus? RunStatus, string? Detail,
    DateTimeOffset DecidedAt);

/// <summary>The table <c>schedule_fires</c>, for people.</summary>
public sealed class FireLog(NpgsqlDataSource dataSource)
{
    /// <summary>Due times of a schedule, the latest first, before the given one.</summary>
    /// <param name="outcome">Only these; null for all.</param>
    public async Task<List<FireRow>> ReadAsync(
        Guid scheduleId, string? outcome, DateTimeOffset? before, int limit, CancellationToken ct)
    {
        var where = new Conditions();
        where.AddIf<Guid?>(scheduleId, "f.schedule_id = {0}");
        where.AddIf(outcome, "f.outcome = {0}");
        where.AddIf(before?.UtcDateTime, "f.due_at < {0}");
        await using var command = where.Command(dataSource, $$"""
            select f.due_at, f.kind, f.outcome, f.run_id, r.status, f.detail, f.decided_at
              from schedule_fires f left join workflow_runs r on r.run_id = f.run_id
            {where} order by f.due_at desc limit {{limit}}
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<FireRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new FireRow(
                reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1), reader.GetString(2),
                reader.GuidOrNull(3), reader.IsDBNull(4) ? null : StatusText.ParseRun(reader.GetString(4)),
                reader.TextOrNull(5), reader.GetFieldValue<DateTimeOffset>(6)));
        }

        return rows;
    }
}
