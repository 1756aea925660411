using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>Which steps of a run a log shows; null means all.</summary>
/// <param name="HasError">Steps with an error, or those without.</param>
public sealed record LogFilter(string? StepType, string? StepName, bool? HasError);

/// <summary>One attempt of a step, with its payloads.</summary>
/// <param name="Id">The same whenever it is asked for.</param>
/// <param name="IsInputLeftOut">Whether there is an input, too large for the answer.</param>
/// <param name="IsOutputLeftOut">Whether there is an output, too large for the answer.</param>
public sealed record LogEntry(
    Guid Id, string StepName, string StepType, StepStatus Status, RawJson Input, RawJson Output, long? DurationMs,
    string? ErrorMessage, DateTimeOffset Timestamp, bool IsInputLeftOut, bool IsOutputLeftOut);

/// <summary>Reads what the steps of a run were given and gave.</summary>
public sealed class LogQueries(NpgsqlDataSource dataSource)
{
    private const string Exists =
        "select 1 from workflow_runs where run_id = $1 and ($2::text is null or owner_id = $2)";

    private const string Entries = """
        select md5(concat_ws('|', run_id, step_path, iteration, attempt))::uuid, step_id, step_type, status,
               case when pg_column_size(input_data) <= $7 and octet_length(input_data::text) <= $7
                    then input_data end,
               case when pg_column_size(output_data) <= $7 and octet_length(output_data::text) <= $7
                    then output_data end,
               duration_ms, error_message, started_at, input_data is not null, output_data is not null
          from step_executions
         where run_id = $1 and ($2::text is null or step_type = $2) and ($3::text is null or step_id = $3)
           and ($4::boolean is null or (error_message is not null) = $4)
         order by began_revision, started_at, step_path, iteration, attempt
         limit $5 offset $6
        """;

    /// <param name="sees">Owner whose run it must be; null for everybody's.</param>
    /// <param name="payloadBytesMax">Larger inputs and outputs are left out.</param>
    /// <returns>In the order in which the steps began; null when there is no such run.</returns>
    public async Task<List<LogEntry>?> ReadAsync(
        string? sees, Guid runId, LogFilter filter, int limit, int offset, int payloadBytesMax,
        CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Exists, runId, sees);
        batch.Add(Entries, runId, filter.StepType, filter.StepName, filter.HasError, limit, offset,
            payloadBytesMax);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? await reader.NextRowsAsync(Entry, ct) : null;
    }

    private static LogEntry Entry(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetString(2), StatusText.ParseStep(row.GetString(3)),
        row.JsonOrEmpty(4), row.JsonOrEmpty(5), row.IsDBNull(6) ? null : row.GetInt64(6), row.TextOrNull(7),
        row.GetFieldValue<DateTimeOffset>(8), row.IsDBNull(4) && row.GetBoolean(9),
        row.IsDBNull(5) && row.GetBoolean(10));
}
