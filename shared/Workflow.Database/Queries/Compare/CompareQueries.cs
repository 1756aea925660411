using Npgsql;
using Workflow.Model;

namespace Workflow.Database.Queries.Compare;

/// <summary>Reads two runs to be laid side by side, in one round trip.</summary>
public sealed class CompareQueries(NpgsqlDataSource dataSource)
{
    /// <summary>Outputs up to this are told apart by their text, larger ones by their size alone.</summary>
    private const int HashedBytesMax = 65_536;

    private const string Runs = """
        select run_id, workflow_id, workflow_name, workflow_version, status, created_at, started_at, completed_at,
               error_message,
               case when octet_length(input_data::text) <= $3 then input_data end,
               coalesce(octet_length(input_data::text), 0),
               case when octet_length(output_data::text) <= $3 then output_data end,
               coalesce(octet_length(output_data::text), 0)
          from workflow_runs
         where run_id = any($1) and owner_id = coalesce($2, owner_id)
        """;

    private static readonly string Steps = $"""
        select s.*
          from unnest($1::uuid[]) as r (run_id)
          cross join lateral (
            select * from (
                select distinct on (s.step_path, s.iteration)
                       s.run_id, s.step_path, s.iteration, s.step_id, s.step_type, s.status,
                       (count(*) over w)::int as attempts, s.metadata ->> 'case' as decision, s.next_task,
                       s.error_message, (sum(s.duration_ms) over w)::bigint as duration_ms,
                       octet_length(s.output_data::text) as bytes,
                       case when octet_length(s.output_data::text) <= {HashedBytesMax}
                            then md5(s.output_data::text) end as hash,
                       min(s.began_revision) over w as began, min(s.started_at) over w as started
                  from step_executions s where s.run_id = r.run_id and s.parent_task_id is null
                window w as (partition by s.step_path, s.iteration)
                 order by s.step_path, s.iteration, s.attempt desc) last
             order by began, started, step_path, iteration limit $2) s
         order by s.run_id, s.began, s.started, s.step_path, s.iteration
        """;

    /// <param name="sees">Owner whose runs may be read; null for everybody's.</param>
    /// <param name="stepsMax">Steps that are read of each run.</param>
    /// <param name="payloadBytesMax">Larger inputs and outputs are left out.</param>
    /// <returns>Those of the runs that may be read, by id.</returns>
    public async Task<Dictionary<Guid, RunSide>> ReadAsync(
        string? sees, Guid[] runIds, int stepsMax, int payloadBytesMax, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Steps, runIds.Distinct().ToArray(), stepsMax + 1);
        batch.Add(Runs, runIds, sees, payloadBytesMax);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var steps = new List<(Guid RunId, StepSide Step)>();
        while (await reader.ReadAsync(ct))
        {
            steps.Add((reader.GetGuid(0), StepOf(reader)));
        }

        var byRun = steps.ToLookup(pair => pair.RunId, pair => pair.Step);
        var runs = await reader.NextRowsAsync(row => RunOf(row, [.. byRun[row.GetGuid(0)]], stepsMax), ct);
        return runs.ToDictionary(run => run.RunId);
    }

    private static RunSide RunOf(NpgsqlDataReader row, StepSide[] steps, int stepsMax) => new(
        row.GetGuid(0), row.GuidOrNull(1), row.GetString(2), row.TextOrNull(3), StatusText.ParseRun(row.GetString(4)),
        row.GetFieldValue<DateTimeOffset>(5), row.TimeOrNull(6), row.TimeOrNull(7), row.TextOrNull(8),
        new Payload(row.JsonOrEmpty(9), row.GetInt32(10)), new Payload(row.JsonOrEmpty(11), row.GetInt32(12)),
        steps.Length > stepsMax ? steps[..stepsMax] : steps, steps.Length > stepsMax);

    private static StepSide StepOf(NpgsqlDataReader row) => new(
        row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), StatusText.ParseStep(row.GetString(5)),
        row.GetInt32(6), row.TextOrNull(7), row.TextOrNull(8), row.TextOrNull(9),
        row.IsDBNull(10) ? null : row.GetInt64(10), row.IsDBNull(11) ? null : row.GetInt32(11), row.TextOrNull(12));
}
