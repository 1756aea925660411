using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Database.Feed;

/// <summary>What watchers of runs read: which runs have changed, and what happened in between (R8).</summary>
public sealed class FeedQueries(NpgsqlDataSource dataSource, TimeProvider clock)
{
    /// <summary>Steps read per run at once; more are read when one revision alone has more.</summary>
    private const int StepsMax = 1_000;

    private const string Look = """
        select w.run_id, r.revision
          from unnest($1::uuid[], $2::bigint[]) as w (run_id, revision)
          left join workflow_runs r on r.run_id = w.run_id
         where r.run_id is null or r.revision > w.revision
        """;

    private const string Ends = """
        select r.run_id, r.status, r.output_data, r.error, r.error_message, r.cancelled_by
          from workflow_runs r
         where r.run_id = any($1) and r.status in ('COMPLETED', 'FAILED', 'CANCELLED')
        """;

    private const string Runs = """
        select r.run_id, r.owner_id, r.workflow_id, r.total_steps, r.status, r.revision, r.started_revision,
               r.started_at, r.completed_at, r.output_data, r.error, r.error_message, r.cancelled_by
          from workflow_runs r where r.run_id = any($1)
        """;

    // A step that came with its run as ended (a retry inherits it) may have no revision of its end.
    private const string Starts = """
        select w.run_id, n.ended, l.step_path, l.iteration, l.attempt, l.step_id, l.completed_at
          from unnest($1::uuid[], $2::bigint[]) as w (run_id, since)
         cross join lateral (
            select count(*)::integer as ended from step_executions s
             where s.run_id = w.run_id and s.status not in ('PENDING', 'RUNNING') and s.parent_task_id is null
               and coalesce(s.ended_revision, s.began_revision) <= w.since) n
          left join lateral (
            select s.step_path, s.iteration, s.attempt, s.step_id, s.completed_at from step_executions s
             where s.run_id = w.run_id and s.completed_at is not null and s.parent_task_id is null
               and coalesce(s.ended_revision, s.began_revision) <= w.since
             order by s.completed_at desc, s.step_path collate "C" desc, s.iteration collate "C" desc, s.attempt desc
             limit 1) l on true
        """;

    private const string Steps = """
        select w.run_id, s.*
          from unnest($1::uuid[], $2::bigint[]) as w (run_id, since)
         cross join lateral (
            select e.step_path, e.iteration, e.attempt, e.step_id, e.step_type, e.agent_name, e.tool_name,
                   lower(e.status), e.began_revision, e.ended, e.started_at, e.completed_at,
                   e.parent_task_id is not null
              from (select *, case when status not in ('PENDING', 'RUNNING')
                                   then coalesce(ended_revision, began_revision) end as ended
                      from step_executions where run_id = w.run_id) e
             where e.ended is null or e.ended > w.since
             order by case when e.began_revision > w.since then e.began_revision else coalesce(e.ended, 0) end
             limit $3) s
        """;

    /// <summary>Those of the runs that have ended.</summary>
    public async Task<Dictionary<Guid, EndedRun>> EndsAsync(IReadOnlyList<Guid> runs, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Ends).AddArray(runs, NpgsqlDbType.Uuid, run => run);
        var ended = new Dictionary<Guid, EndedRun>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            ended[reader.GetGuid(0)] = new EndedRun(StatusText.ParseRun(reader.GetString(1)), End(reader, 2));
        }

        return ended;
    }

    /// <summary>Which of the runs have changed since, or exist no more.</summary>
    /// <returns>Runs and their revision now; null for one that is gone.</returns>
    public async Task<List<(Guid RunId, long? Revision)>> LookAsync(
        IReadOnlyList<FeedPlace> places, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Look)
            .AddArray(places, NpgsqlDbType.Uuid, place => place.RunId)
            .AddArray(places, NpgsqlDbType.Bigint, place => place.Revision);
        var changed = new List<(Guid, long?)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            changed.Add((reader.GetGuid(0), reader.IsDBNull(1) ? null : reader.GetInt64(1)));
        }

        return changed;
    }

    /// <summary>What happened to each run after its place; runs that are gone are left out.</summary>
    public async Task<Dictionary<Guid, RunStretch>> StretchesAsync(
        IReadOnlyList<FeedPlace> places, CancellationToken ct)
    {
        var told = new Dictionary<Guid, RunStretch>();
        for (var limit = StepsMax; places.Count > 0; limit *= 4)
        {
            places = await TellAsync(places, limit, told, ct);
        }

        return told;
    }

    /// <returns>Places that need a higher limit.</returns>
    private async Task<IReadOnlyList<FeedPlace>> TellAsync(
        IReadOnlyList<FeedPlace> places, int limit, Dictionary<Guid, RunStretch> told, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        var since = places.ToDictionary(place => place.RunId, place => place.Revision);

        // Runs first: the steps are then at least as new as the revision that the run has.
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Runs).AddArray(places, NpgsqlDbType.Uuid, place => place.RunId));
        batch.BatchCommands.Add(AtPlaces(Starts, places));
        var steps = AtPlaces(Steps, places);
        steps.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        batch.BatchCommands.Add(steps);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var runs = await ReadAsync(reader, Run, ct);
        await reader.NextResultAsync(ct);
        var starts = (await ReadAsync(reader, Start, ct)).ToDictionary(row => row.RunId, row => row.Start);
        await reader.NextResultAsync(ct);
        var rows = (await ReadAsync(reader, Step, ct)).ToLookup(row => row.RunId, row => row.Step);
        var again = new List<FeedPlace>();
        foreach (var run in runs)
        {
            var own = rows[run.RunId].ToList();
            var place = since[run.RunId];
            if (StretchTelling.Tell(run, starts[run.RunId], own, own.Count == limit, place, clock.GetUtcNow())
                is { } stretch)
            {
                told[run.RunId] = stretch;
            }
            else
            {
                again.Add(new FeedPlace(run.RunId, place));
            }
        }

        return again;
    }

    private static NpgsqlBatchCommand AtPlaces(string sql, IReadOnlyList<FeedPlace> places) =>
        new NpgsqlBatchCommand(sql)
            .AddArray(places, NpgsqlDbType.Uuid, place => place.RunId)
            .AddArray(places, NpgsqlDbType.Bigint, place => place.Revision);

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlDataReader reader, Func<NpgsqlDataReader, T> row, CancellationToken ct)
    {
        var rows = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    private static StretchRun Run(NpgsqlDataReader row)
    {
        var status = StatusText.ParseRun(row.GetString(4));
        return new StretchRun(
            row.GetGuid(0), CommitRuns.Facts(row, 1), status, row.GetInt64(5),
            row.IsDBNull(6) ? null : row.GetInt64(6), row.TimeOrNull(7), row.TimeOrNull(8),
            status.IsEnd() ? End(row, 9) : null);
    }

    private static RunEnd End(NpgsqlDataReader row, int from) => new(
        row.JsonOrEmpty(from), row.JsonOrEmpty(from + 1), row.TextOrNull(from + 2), row.TextOrNull(from + 3));

    private static (Guid RunId, StretchStart Start) Start(NpgsqlDataReader row) => (
        row.GetGuid(0),
        new StretchStart(row.GetInt32(1), row.IsDBNull(2) ? null : new StepMark(
            new StepKey(row.GetString(2), row.GetString(3), row.GetInt32(4)), row.GetString(5),
            row.GetFieldValue<DateTimeOffset>(6))));

    private static (Guid RunId, StretchStep Step) Step(NpgsqlDataReader row) => (
        row.GetGuid(0),
        new StretchStep(
            new StepKey(row.GetString(1), row.GetString(2), row.GetInt32(3)), row.GetString(4), row.GetString(5),
            row.TextOrNull(6), row.TextOrNull(7), row.GetString(8), row.GetInt64(9),
            row.IsDBNull(10) ? null : row.GetInt64(10), row.GetFieldValue<DateTimeOffset>(11), row.TimeOrNull(12),
            row.GetBoolean(13)));
}
