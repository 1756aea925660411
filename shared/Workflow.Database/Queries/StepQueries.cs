using Npgsql;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>Reads a run's steps in one round trip.</summary>
/// <param name="reads">As <see cref="Connections.ForReads"/> describes it.</param>
public sealed class StepQueries(NpgsqlDataSource reads)
{
    private const string Counts = $"""
        select r.status, r.total_steps, n.steps, n.ended, coalesce(o.step_id, l.step_id)
          from workflow_runs r {ProgressQueries.Joins}
         where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id)
        """;

    private const string Page = """
        select s.step_path, s.iteration, s.attempt, s.step_id, s.step_type, s.agent_name, s.tool_name, s.status,
               s.started_at, s.completed_at, s.duration_ms, s.error_message, s.metadata, a.progress,
               a.progress_message, a.progress_at
          from step_executions s left join agent_reports a on a.task_id = s.task_id
         where s.run_id = $1
         order by began_revision, started_at, step_path, iteration, attempt
         limit $2 offset $3
        """;

    internal const string AgentPath = """
        select agent_name
          from (select distinct on (step_path, iteration) step_path, iteration, agent_name, began_revision, started_at
                  from step_executions
                 where run_id = $1 and step_type = 'agent_execution' and agent_name is not null
                       and status not in ('PENDING', 'SKIPPED')
                 order by step_path, iteration, attempt) as firsts
         order by began_revision, started_at, step_path, iteration
         limit $2
        """;

    internal const string Decisions = """
        select step_id, outcome, decided_at
          from (select distinct on (step_id) step_id, metadata ->> 'case' as outcome,
                       coalesce(completed_at, started_at) as decided_at, began_revision
                  from step_executions
                 where run_id = $1 and step_type = 'decision_point' and metadata ->> 'case' is not null
                 order by step_id, began_revision desc, started_at desc) as latest
         order by began_revision, decided_at, step_id
         limit $2
        """;

    /// <param name="sees">Owner whose runs may be read; null for everybody's.</param>
    /// <param name="limit">Steps of the page, and the most agents and decisions that are listed.</param>
    /// <returns>Null when the owner has no such run.</returns>
    public async Task<StepsView?> ReadAsync(string? sees, Guid runId, int limit, int offset, CancellationToken ct)
    {
        await using var connection = await reads.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Counts, runId, sees);
        batch.Add(Page, runId, limit, offset);
        batch.Add(AgentPath, runId, limit);
        batch.Add(Decisions, runId, limit);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var progress = RunProgress.Of(
            StatusText.ParseRun(reader.GetString(0)), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3),
            reader.TextOrNull(4));
        var page = await reader.NextRowsAsync(Step, ct);
        var path = await reader.NextRowsAsync(row => row.GetString(0), ct);
        var decisions = await reader.NextRowsAsync(Decision, ct);
        return new StepsView(progress, page, path, decisions);
    }

    internal static BranchDecision Decision(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2));

    private static StepView Step(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetString(4),
        row.TextOrNull(5), row.TextOrNull(6), StatusText.ParseStep(row.GetString(7)),
        row.GetFieldValue<DateTimeOffset>(8), row.TimeOrNull(9), row.IsDBNull(10) ? null : row.GetInt64(10),
        row.TextOrNull(11), row.JsonOrEmpty(12),
        row.IsDBNull(13)
            ? null
            : new ProgressReport(row.GetDouble(13), row.TextOrNull(14), row.GetFieldValue<DateTimeOffset>(15)));
}
