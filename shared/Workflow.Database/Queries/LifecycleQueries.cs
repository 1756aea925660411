using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>Revisions of one run, both included.</summary>
public readonly record struct RevisionRange(Guid RunId, long First, long Last);

/// <summary>What the lifecycle events of a run say of it.</summary>
/// <param name="Namespace">Of the registered definition; null when the plan came with the request.</param>
/// <param name="Version">Of the registered definition; null like it.</param>
/// <param name="Plan">The definition, when it came with the request; else empty.</param>
/// <param name="StartedRevision">Revision with which it left PENDING; null before that.</param>
/// <param name="Output">Empty when there is none, or it is too large.</param>
public sealed record LifecycleRun(
    Guid RunId, string OwnerId, string Name, string? Namespace, string? Version, RawJson Plan, long? StartedRevision,
    DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, RawJson Output, RawJson Error, string? ErrorMessage);

/// <summary>What the lifecycle events of a task say of one attempt of it.</summary>
/// <param name="Output">Empty when there is none, or it is too large.</param>
/// <param name="IsListen">Whether it waits for events.</param>
public sealed record LifecycleStep(
    Guid RunId, StepKey Key, string Status, long BeganRevision, long? EndedRevision, DateTimeOffset StartedAt,
    DateTimeOffset? CompletedAt, RawJson Output, RawJson Error, string? ErrorMessage, bool IsListen);

/// <summary>Reads what lifecycle events tell, for many runs in one round trip.</summary>
public sealed class LifecycleQueries(NpgsqlDataSource dataSource)
{
    private const string Runs = """
        select r.run_id, r.owner_id, r.workflow_name, d.namespace,
               case when d.id is not null then r.workflow_version end, case when d.id is null then r.plan end,
               r.started_revision, coalesce(r.started_at, r.created_at), r.completed_at,
               case when octet_length(r.output_data::text) <= $2 then r.output_data end,
               r.error, r.error_message
          from workflow_runs r left join workflow_definitions d on d.id = r.workflow_id
         where r.run_id = any($1)
        """;

    // What agents call by themselves is no task; what was inherited happened to another run.
    private const string Steps = """
        select s.run_id, s.step_path, s.iteration, s.attempt, s.status, s.began_revision, s.ended_revision,
               s.started_at, s.completed_at,
               case when octet_length(s.output_data::text) <= $4 then s.output_data end, s.error,
               s.error_message, coalesce(s.metadata::text like '{"listen":%', false)
          from unnest($1, $2, $3) as x (run_id, first, last)
          join step_executions s on s.run_id = x.run_id
           and (s.began_revision between x.first and x.last or s.ended_revision between x.first and x.last)
         where s.parent_task_id is null and ($5 or s.metadata::text like '{"listen":%')
         order by s.run_id, s.started_at, s.step_path, s.iteration, s.attempt
        """;

    /// <summary>The runs that are still there, and their steps that began or ended with one of the
    /// revisions.</summary>
    /// <param name="ranges">One for each run.</param>
    /// <param name="outputBytesMax">Longer outputs are left out.</param>
    /// <param name="allSteps">False: only those that wait for events.</param>
    public async Task<(Dictionary<Guid, LifecycleRun> Runs, List<LifecycleStep> Steps)> ReadAsync(
        IReadOnlyList<RevisionRange> ranges, int outputBytesMax, bool allSteps, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Runs)
            .AddArray(ranges, NpgsqlDbType.Uuid, range => range.RunId).Add(outputBytesMax));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Steps)
            .AddArray(ranges, NpgsqlDbType.Uuid, range => range.RunId)
            .AddArray(ranges, NpgsqlDbType.Bigint, range => range.First)
            .AddArray(ranges, NpgsqlDbType.Bigint, range => range.Last)
            .Add(outputBytesMax).Add(allSteps));
        var runs = new Dictionary<Guid, LifecycleRun>();
        var steps = new List<LifecycleStep>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var run = RunOf(reader);
            runs[run.RunId] = run;
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            steps.Add(StepOf(reader));
        }

        return (runs, steps);
    }

    private static LifecycleRun RunOf(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.TextOrNull(3), reader.TextOrNull(4),
        reader.JsonOrEmpty(5), reader.IsDBNull(6) ? null : reader.GetInt64(6),
        reader.GetFieldValue<DateTimeOffset>(7), reader.TimeOrNull(8), reader.JsonOrEmpty(9), reader.JsonOrEmpty(10),
        reader.TextOrNull(11));

    private static LifecycleStep StepOf(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), new StepKey(reader.GetString(1), reader.GetString(2), reader.GetInt32(3)),
        reader.GetString(4), reader.GetInt64(5), reader.IsDBNull(6) ? null : reader.GetInt64(6),
        reader.GetFieldValue<DateTimeOffset>(7), reader.TimeOrNull(8), reader.JsonOrEmpty(9), reader.JsonOrEmpty(10),
        reader.TextOrNull(11), reader.GetBoolean(12));
}
