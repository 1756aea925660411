using Npgsql;
using Workflow.Database.Schema;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>Everything about a run but its steps.</summary>
/// <param name="Type">workflow, pipeline or agent.</param>
/// <param name="Name">Of the workflow or agent.</param>
/// <param name="Labels">An object of texts.</param>
public sealed record RunDetail(
    ProgressView Progress, string Type, string Name, string? Version, RawJson Input, RawJson Labels,
    string? BusinessKey, int Priority, DateTimeOffset? StartAt, DateTimeOffset? QueueDeadline,
    DateTimeOffset? PausedAt, Guid? ParentRunId, Guid? RetriedFrom, int Recoveries);

/// <summary>The step that a run is at: the running one that began last, else the one that ended last.</summary>
public sealed record CurrentStep(
    string StepId, string StepType, string? AgentName, string? ToolName, StepStatus Status);

/// <summary>A run with the way it has taken.</summary>
/// <param name="AgentPath">Agents in the order in which their steps began; retries are not repeated.</param>
public sealed record RunTrace(
    RunDetail Run, CurrentStep? Current, IReadOnlyList<string> AgentPath, IReadOnlyList<BranchDecision> Decisions);

/// <summary>Reads single runs whole, each in one round trip.</summary>
/// <param name="reads">As <see cref="Connections.ForReads"/> describes it.</param>
/// <param name="few">As <see cref="Connections.ForLookups"/> describes it.</param>
public sealed class RunDetails(NpgsqlDataSource reads, NpgsqlDataSource few)
{
    private const int ProgressColumns = 16;

    private static readonly string Find = FindWith("r.input_data");
    private static readonly string FindWithoutInput = FindWith("null::json");

    private readonly Lookups<RunDetail> _runs = new(
        few, Find, Read, run => run.Progress.RunId, run => run.Progress.OwnerId);

    private static string FindWith(string input) => $"""
        select {ProgressQueries.Columns}, r.type, r.workflow_name, r.workflow_version, {input}, r.labels::json,
               r.business_key, r.priority, r.start_at, r.queue_deadline, r.paused_at, r.parent_run_id, r.retried_from,
               r.recoveries
          from workflow_runs r {ProgressQueries.Joins}
         where r.run_id = any($1)
        """;

    private const string Current = """
        select step_id, step_type, agent_name, tool_name, status from step_executions
         where run_id = $1 and parent_task_id is null
         order by (status in ('PENDING', 'RUNNING')) desc, coalesce(completed_at, started_at) desc,
                  step_path collate "C" desc, iteration collate "C" desc, attempt desc
         limit 1
        """;

    /// <param name="sees">Owner whose run it must be; null for everybody's.</param>
    public Task<RunDetail?> FindAsync(string? sees, Guid runId, CancellationToken ct) =>
        _runs.FindAsync(sees, runId, ct);

    /// <param name="sees">Owner whose run it must be; null for everybody's.</param>
    /// <param name="limit">Most agents and decisions that are listed.</param>
    /// <param name="hasInput">Whether the input is read; it may be large.</param>
    public async Task<RunTrace?> TraceAsync(
        string? sees, Guid runId, int limit, bool hasInput, CancellationToken ct)
    {
        await using var connection = await reads.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(hasInput ? Find : FindWithoutInput, new[] { runId });
        batch.Add(Current, runId);
        batch.Add(StepQueries.AgentPath, runId, limit);
        batch.Add(StepQueries.Decisions, runId, limit);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var run = Read(reader);
        if (sees is not null && sees != run.Progress.OwnerId)
        {
            return null;
        }

        var current = await reader.NextRowsAsync(
            row => new CurrentStep(
                row.GetString(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3),
                StatusText.ParseStep(row.GetString(4))),
            ct);
        var path = await reader.NextRowsAsync(row => row.GetString(0), ct);
        return new RunTrace(
            run, current.FirstOrDefault(), path, await reader.NextRowsAsync(StepQueries.Decision, ct));
    }

    private static RunDetail Read(NpgsqlDataReader reader)
    {
        const int first = ProgressColumns;
        return new RunDetail(
            ProgressQueries.Read(reader), reader.GetString(first), reader.GetString(first + 1),
            reader.TextOrNull(first + 2), reader.JsonOrEmpty(first + 3), reader.JsonOrEmpty(first + 4),
            reader.TextOrNull(first + 5), reader.GetInt16(first + 6), reader.TimeOrNull(first + 7),
            reader.TimeOrNull(first + 8), reader.TimeOrNull(first + 9), reader.GuidOrNull(first + 10),
            reader.GuidOrNull(first + 11), reader.GetInt32(first + 12));
    }
}
