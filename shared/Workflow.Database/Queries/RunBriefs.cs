using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>Where a run is, without its payloads.</summary>
/// <param name="Name">Name of its workflow or agent.</param>
public sealed record RunBrief(
    Guid RunId, string Type, Guid? WorkflowId, string Name, RunStatus Status, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, string? ErrorMessage);

/// <summary>Reads where many runs are.</summary>
public sealed class RunBriefs(NpgsqlDataSource dataSource)
{
    private const string Find = """
        select run_id, type, workflow_id, workflow_name, status, created_at, started_at, completed_at, error_message
          from workflow_runs where run_id = any($1) and owner_id = coalesce($2, owner_id)
        """;

    /// <param name="sees">Owner whose runs may be read; null for everybody's.</param>
    /// <returns>Those that there are, by id.</returns>
    public async Task<Dictionary<Guid, RunBrief>> ReadAsync(
        string? sees, IReadOnlyList<Guid> runIds, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find).Add(runIds.ToArray()).Add(sees);
        var found = new Dictionary<Guid, RunBrief>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetGuid(0)] = new RunBrief(
                reader.GetGuid(0), reader.GetString(1), reader.GuidOrNull(2), reader.GetString(3),
                StatusText.ParseRun(reader.GetString(4)), reader.GetFieldValue<DateTimeOffset>(5),
                reader.TimeOrNull(6), reader.TimeOrNull(7), reader.TextOrNull(8));
        }

        return found;
    }
}
