using Npgsql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>A run as its owner sees it.</summary>
public sealed record RunView(
    Guid RunId, string OwnerId, Guid? WorkflowId, RunStatus Status, RawJson Input, RawJson Output, string? ErrorMessage,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

/// <summary>Reads runs. Payloads come as the UTF-8 they are kept in.</summary>
public sealed class RunQueries(NpgsqlDataSource few)
{
    private const string Find = """
        select run_id, owner_id, workflow_id, status, input_data, output_data, error_message, created_at, started_at,
               completed_at
          from workflow_runs where run_id = any($1)
        """;

    private readonly Lookups<RunView> _runs = new(few, Find, Read, run => run.RunId, run => run.OwnerId);

    /// <param name="sees">Owner whose runs may be found; null for everybody's.</param>
    public Task<RunView?> FindAsync(string? sees, Guid runId, CancellationToken ct) =>
        _runs.FindAsync(sees, runId, ct);

    private static RunView Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetString(1),
        reader.IsDBNull(2) ? null : reader.GetGuid(2),
        StatusText.ParseRun(reader.GetString(3)),
        reader.JsonOrEmpty(4),
        reader.JsonOrEmpty(5),
        reader.TextOrNull(6),
        reader.GetFieldValue<DateTimeOffset>(7),
        reader.TimeOrNull(8),
        reader.TimeOrNull(9));
}
