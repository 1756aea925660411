using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>Input and output of a run or of one of its steps.</summary>
/// <param name="IsThere">Whether the run has such a step; true for the run itself.</param>
/// <param name="InputBytes">Size of the input as text; 0 when there is none.</param>
/// <param name="Input">Empty when there is none, or when it is larger than asked for.</param>
public sealed record TrialPayloads(bool IsThere, int InputBytes, RawJson Input, int OutputBytes, RawJson Output);

/// <summary>Which data of a run are meant: those of a step, or of the run when the path is null.</summary>
/// <param name="Iteration">Null for the one that began last.</param>
/// <param name="Attempt">Null for the last.</param>
public sealed record TrialPlace(string? StepPath, string? Iteration, int? Attempt);

/// <summary>Reads what expressions are tried on.</summary>
public sealed class TrialQueries(NpgsqlDataSource dataSource)
{
    private const string Find = """
        select d.is_there, coalesce(octet_length(d.input::text), 0),
               case when octet_length(d.input::text) <= $6 then d.input end,
               coalesce(octet_length(d.output::text), 0),
               case when octet_length(d.output::text) <= $6 then d.output end
          from workflow_runs r
          left join lateral (
            select true as is_there, input_data, output_data from step_executions
             where run_id = r.run_id and step_path = $3 and iteration = coalesce($4, iteration)
               and attempt = coalesce($5, attempt)
             order by began_revision desc, started_at desc, attempt desc limit 1) s on $3::text is not null
         cross join lateral (
            select case when $3::text is null then r.input_data else s.input_data end as input,
                   case when $3::text is null then r.output_data else s.output_data end as output,
                   $3::text is null or coalesce(s.is_there, false) as is_there) d
         where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id)
        """;

    /// <param name="sees">Owner whose run it must be; null for everybody's.</param>
    /// <param name="bytesMax">Larger payloads are left out.</param>
    /// <returns>Null when there is no such run.</returns>
    public async Task<TrialPayloads?> ReadAsync(
        string? sees, Guid runId, TrialPlace place, int bytesMax, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Find, runId, sees, place.StepPath, place.Iteration, place.Attempt, bytesMax);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new TrialPayloads(
                reader.GetBoolean(0), reader.GetInt32(1), reader.JsonOrEmpty(2), reader.GetInt32(3),
                reader.JsonOrEmpty(4))
            : null;
    }
}
