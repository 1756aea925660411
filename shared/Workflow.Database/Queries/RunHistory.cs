using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>A recorded attempt without its payloads.</summary>
/// <param name="Next">As in <see cref="StepRecord.Next"/>.</param>
public sealed record StepOutline(StepKey Key, StepStatus Status, string? Next);

/// <summary>What has to be known of a run before it is repeated.</summary>
/// <param name="Plan">Its definition; empty when its version is gone.</param>
public sealed record RunOutline(
    Guid RunId, RunStatus Status, string OwnerId, Guid? WorkflowId, RawJson Plan, IReadOnlyList<StepOutline> Steps);

/// <summary>Reads what runs did.</summary>
public sealed class RunHistory(NpgsqlDataSource dataSource)
{
    private const string Run = """
        select r.status, r.owner_id, r.workflow_id, coalesce(r.plan, v.document)
          from workflow_runs r
          left join workflow_versions v on v.workflow_id = r.workflow_id and v.version = r.workflow_version
         where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id)
        """;

    private const string Steps = """
        select step_path, iteration, attempt, status, next_task from step_executions
         where run_id = $1 and parent_task_id is null
        """;

    /// <param name="sees">Owner whose run it must be; null for anybody's.</param>
    /// <param name="hasSteps">Whether the steps are wanted.</param>
    /// <returns>Null when there is no such run.</returns>
    public async Task<RunOutline?> ReadAsync(string? sees, Guid runId, bool hasSteps, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Run).Add(runId).Add(sees));
        if (hasSteps)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Steps).Add(runId));
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var outline = new RunOutline(
            runId, StatusText.ParseRun(reader.GetString(0)), reader.GetString(1),
            reader.IsDBNull(2) ? null : reader.GetGuid(2), reader.JsonOrEmpty(3), []);
        var steps = new List<StepOutline>();
        await reader.NextResultAsync(ct);
        while (hasSteps && await reader.ReadAsync(ct))
        {
            steps.Add(new StepOutline(
                new StepKey(reader.GetString(0), reader.GetString(1), reader.GetInt32(2)),
                StatusText.ParseStep(reader.GetString(3)), reader.TextOrNull(4)));
        }

        return outline with { Steps = steps };
    }
}
