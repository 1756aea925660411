using System.Data.Common;
using Npgsql;

namespace Workflow.Database.Bridge;

/// <summary>One attempt of a step, as an agent task names it.</summary>
public readonly record struct StepAttempt(Guid RunId, string StepPath, string Iteration, int Attempt, Guid TaskId);

/// <summary>A task that is still wanted.</summary>
/// <param name="Shard">Of its run.</param>
/// <param name="AcceptedUntil">Until when the agent needs no other call, because it answers later or has answered; null
/// when it is to be called.</param>
public readonly record struct WantedTask(int Shard, DateTimeOffset? AcceptedUntil);

/// <summary>Tells which agent tasks are still wanted: no agent sees a committed step again (R3, R6).</summary>
public sealed class TaskLookup
{
    private const string Sql = """
        select t.place, r.shard,
               case when a.answered_at is not null then greatest(a.alive_until, now() + interval '1 minute')
                    when a.alive_until > now() then a.alive_until end
          from unnest($1::uuid[], $2::text[], $3::text[], $4::integer[], $5::uuid[]) with ordinality
               as t (run_id, step_path, iteration, attempt, task_id, place)
          join step_executions s using (run_id, step_path, iteration, attempt)
          join workflow_runs r on r.run_id = t.run_id
          left join accepted_tasks a
            on s.accepted_at is not null and a.run_id = t.run_id and a.task_id = t.task_id
         where s.status = 'RUNNING' and r.status not in ('COMPLETED', 'FAILED', 'CANCELLED')
           and coalesce(s.task_id, t.task_id) = t.task_id
        """;

    private const string CheckpointSql = """
        select checkpoint::text from step_executions
         where run_id = $1 and step_path = $2 and iteration = $3 and attempt = $4
        """;

    private readonly NpgsqlDataSource _dataSource;

    internal TaskLookup(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    /// <summary>Looks at all of them in one statement. No text may hold a NUL character.</summary>
    /// <returns>In the order asked: null for an attempt that is not running.</returns>
    /// <exception cref="DbException">The database cannot be reached or refuses: nothing is known.</exception>
    public async Task<WantedTask?[]> LookAsync(IReadOnlyList<StepAttempt> attempts, CancellationToken ct)
    {
        var wanted = new WantedTask?[attempts.Count];
        await using var command = _dataSource.CreateCommand(Sql);
        command.Parameters.AddWithValue(attempts.Select(one => one.RunId).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.StepPath).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.Iteration).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.Attempt).ToArray());
        command.Parameters.AddWithValue(attempts.Select(one => one.TaskId).ToArray());
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            wanted[rows.GetInt64(0) - 1] = new WantedTask(
                rows.GetInt32(1), rows.IsDBNull(2) ? null : rows.GetFieldValue<DateTimeOffset>(2));
        }

        return wanted;
    }

    /// <summary>The run's shard while the attempt is running, else null.</summary>
    /// <inheritdoc cref="LookAsync"/>
    public async Task<int?[]> LiveShardsAsync(IReadOnlyList<StepAttempt> attempts, CancellationToken ct) =>
        [.. (await LookAsync(attempts, ct)).Select(task => task?.Shard)];

    /// <summary>What the agent last reported of the attempt, as far as it is recorded; null for nothing.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses: nothing is known.</exception>
    public async Task<string?> CheckpointAsync(StepAttempt attempt, CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(CheckpointSql);
        command.Parameters.AddWithValue(attempt.RunId);
        command.Parameters.AddWithValue(attempt.StepPath);
        command.Parameters.AddWithValue(attempt.Iteration);
        command.Parameters.AddWithValue(attempt.Attempt);
        return await command.ExecuteScalarAsync(ct) as string;
    }
}
