using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>A run as its owner sees it.</summary>
public sealed record RunView(
    Guid RunId, Guid? WorkflowId, RunStatus Status, RawJson Input, RawJson Output, string? ErrorMessage,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

/// <summary>Reads runs. Payloads come as the UTF-8 they are kept in.</summary>
public sealed class RunQueries(NpgsqlDataSource dataSource)
{
    private const string Find = """
        select run_id, workflow_id, status, input_data, output_data, error_message, created_at, started_at, completed_at
          from workflow_runs where run_id = $1 and owner_id = coalesce($2, owner_id)
        """;

    /// <param name="sees">Owner whose runs may be found; null for everybody's.</param>
    public async Task<RunView?> FindAsync(string? sees, Guid runId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find);
        command.Add(runId).Add(sees);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new RunView(
            reader.GetGuid(0),
            reader.IsDBNull(1) ? null : reader.GetGuid(1),
            StatusText.ParseRun(reader.GetString(2)),
            reader.JsonOrEmpty(3),
            reader.JsonOrEmpty(4),
            reader.TextOrNull(5),
            reader.GetFieldValue<DateTimeOffset>(6),
            reader.TimeOrNull(7),
            reader.TimeOrNull(8));
    }
}
