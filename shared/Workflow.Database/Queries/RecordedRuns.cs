using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>A run as far as another one can be worked out from it.</summary>
/// <param name="WorkflowId">Null when its definition came with the request.</param>
/// <param name="Steps">Those that have ended and reached outside; null when there are more than asked for.</param>
public sealed record RecordedRun(
    Guid? WorkflowId, string? Version, RawJson Input, IReadOnlyList<StepRecord>? Steps);

/// <summary>Reads what runs got from outside.</summary>
public sealed class RecordedRuns(NpgsqlDataSource dataSource)
{
    private const string FindRun = """
        select workflow_id, workflow_version, input_data
          from workflow_runs where run_id = $1 and owner_id = coalesce($2, owner_id)
        """;

    // Not what agents reported of their own calls: those rows are no tasks of the definition.
    private const string FindSteps = """
        select step_path, iteration, attempt, step_id, step_type, status, agent_name, tool_name, input_data,
               output_data, context_data, next_task, error, error_message, started_at, completed_at, metadata
          from step_executions
         where run_id = $1 and completed_at is not null and status in ('COMPLETED', 'FAILED')
           and step_type in ('agent_execution', 'tool_call', 'sub_workflow', 'wait')
         limit $2
        """;

    /// <param name="sees">Owner whose run it must be; null for everybody's.</param>
    /// <param name="stepsMax">More are not read.</param>
    /// <returns>Null when there is no such run.</returns>
    public async Task<RecordedRun?> ReadAsync(string? sees, Guid runId, int stepsMax, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(FindRun, runId, sees);
        batch.Add(FindSteps, runId, stepsMax + 1);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var run = new RecordedRun(reader.GuidOrNull(0), reader.TextOrNull(1), reader.JsonOrEmpty(2), null);
        var steps = new List<StepRecord>();
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            steps.Add(StepOf(reader));
        }

        return steps.Count > stepsMax ? run : run with { Steps = steps };
    }

    private static StepRecord StepOf(NpgsqlDataReader reader) => new()
    {
        Key = new StepKey(reader.GetString(0), reader.GetString(1), reader.GetInt32(2)),
        StepId = reader.GetString(3),
        StepType = reader.GetString(4),
        Status = StatusText.ParseStep(reader.GetString(5)),
        AgentName = reader.TextOrNull(6),
        ToolName = reader.TextOrNull(7),
        Input = reader.JsonOrEmpty(8),
        Output = reader.JsonOrEmpty(9),
        Context = reader.JsonOrEmpty(10),
        Next = reader.TextOrNull(11),
        Error = reader.JsonOrEmpty(12),
        ErrorMessage = reader.TextOrNull(13),
        StartedAt = reader.GetFieldValue<DateTimeOffset>(14),
        CompletedAt = reader.TimeOrNull(15),
        Metadata = reader.JsonOrEmpty(16),
    };
}
