using System.Data.Common;
using Npgsql;

namespace Workflow.Database.Bridge;

/// <summary>One attempt of a step, as an agent task names it.</summary>
public readonly record struct StepAttempt(Guid RunId, string StepPath, string Iteration, int Attempt, Guid TaskId);

/// <summary>Tells which agent tasks are still wanted: no agent sees a committed step again (R3, R6).</summary>
public sealed class TaskLookup
{
    private const string Sql = """
        select t.place, r.shard
          from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::uuid[]) with ordinality
               as t (run_id, step_path, iteration, attempt, task_id, place)
          join step_executions s using (run_id, step_path, iteration, attempt)
          join workflow_runs r on r.run_id = t.run_id
         where s.status = 'RUNNING' and r.status not in ('COMPLETED', 'FAILED', 'CANCELLED')
           and coalesce(s.task_id, t.task_id) = t.task_id
        """;

    private readonly NpgsqlDataSource _dataSource;

    internal TaskLookup(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    /// <summary>Looks at all of them in one statement. No text may hold a NUL character.</summary>
    /// <returns>In the order asked: the run's shard while the attempt is running, else null.</returns>
    /// <exception cref="DbException">The database cannot be reached or refuses: nothing is known.</exception>
    public async Task<int?[]> LiveShardsAsync(IReadOnlyList<StepAttempt> attempts, CancellationToken ct)
    {
        var shards = new int?[attempts.Count];
        await using var command = _dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue(attempts.Select(one => one.RunId).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.StepPath).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.Iteration).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.Attempt).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.TaskId).ToArray());
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            shards[rows.GetInt64(0) - 1] = rows.GetInt32(1);
        }

        return shards;
    }
}
