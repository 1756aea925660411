using System.Data.Common;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Bridge;

/// <summary>An accepted task whose step has ended before the agent answered.</summary>
/// <param name="Status">How the step ended.</param>
public sealed record UnwantedTask(
    Guid RunId, Guid TaskId, string Agent, string Endpoint, AgentAuth? Auth, StepStatus? Status);

/// <summary>Tasks to which agents answered 202.</summary>
public sealed class AcceptedTasks
{
    private const string Accept = """
        with found as (
            select s.run_id, s.step_path, s.iteration, s.attempt, s.accepted_at
              from step_executions s join workflow_runs r on r.run_id = s.run_id
             where s.run_id = $1 and s.step_path = $2 and s.iteration = $3 and s.attempt = $4
               and coalesce(s.task_id, $5) = $5 and s.status in ('RUNNING') and r.status in ('RUNNING')
               for no key update of s
        ), marked as (
            update step_executions e set accepted_at = now(), task_id = $5
              from found f
             where f.accepted_at is null and e.run_id = f.run_id and e.step_path = f.step_path
               and e.iteration = f.iteration and e.attempt = f.attempt
        )
        insert into accepted_tasks as a (run_id, task_id, step_path, iteration, attempt, agent_name, endpoint, auth,
                                         lifetime, alive_until)
        select run_id, $5, step_path, iteration, attempt, $6, $7, $8::jsonb, $9, now() + $9 from found
        on conflict (run_id, task_id) do update
           set endpoint = excluded.endpoint, auth = excluded.auth, lifetime = excluded.lifetime,
               alive_until = excluded.alive_until
        returning a.alive_until
        """;

    // Each is left alone for a while, so that of several bridges one tells the agent, and another tries again.
    private const string TakeUnwanted = """
        with due as (
            select run_id, task_id from accepted_tasks
             where cancel_at <= now()
             order by cancel_at limit $1
               for update skip locked
        )
        update accepted_tasks a
           set cancel_tries = cancel_tries + 1,
               cancel_at = case when cancel_tries + 1 < $2 then now() + $3 end
          from due
         where a.run_id = due.run_id and a.task_id = due.task_id
        returning a.run_id, a.task_id, a.agent_name, a.endpoint, a.auth::text,
                  (select s.status from step_executions s
                    where s.run_id = a.run_id and s.step_path = a.step_path and s.iteration = a.iteration
                      and s.attempt = a.attempt)
        """;

    private const string Told = "update accepted_tasks set cancel_at = null where run_id = $1 and task_id = $2";

    private const string Forget = """
        delete from accepted_tasks a
         where a.ctid = any(array(select ctid from accepted_tasks where ended_at < now() - $1 limit 1000))
        """;

    private readonly NpgsqlDataSource _dataSource;

    internal AcceptedTasks(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    /// <summary>Notes that the agent answers later. May be done again.</summary>
    /// <param name="lifetime">How long it stands without a word from the agent.</param>
    /// <returns>Until when it stands, by the database's clock; null when the step has ended.</returns>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task<DateTimeOffset?> AcceptAsync(AgentTask task, TimeSpan lifetime, CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(Accept)
            .Add(task.RunId).Add(task.StepPath).Add(task.Iteration).Add(task.Attempt).Add(task.TaskId)
            .Add(task.Agent).Add(task.Endpoint);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = task.Auth is { } auth
                ? JsonSerializer.Serialize(auth, MessageJson.Default.AgentAuth)
                : DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Text,
        });
        command.Add(lifetime);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    /// <summary>Claims tasks whose agents are to be told that nobody waits any more.</summary>
    /// <param name="triesMax">Of one task, by all bridges together.</param>
    /// <param name="pause">Before another bridge tries, unless <see cref="ToldAsync"/> says that it need not.</param>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task<List<UnwantedTask>> TakeUnwantedAsync(
        int limit, int triesMax, TimeSpan pause, CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(TakeUnwanted).Add(limit).Add(triesMax).Add(pause);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tasks = new List<UnwantedTask>();
        while (await reader.ReadAsync(ct))
        {
            tasks.Add(new UnwantedTask(
                reader.GetGuid(0), reader.GetGuid(1), reader.IsDBNull(2) ? "" : reader.GetString(2),
                reader.GetString(3),
                reader.IsDBNull(4)
                    ? null
                    : JsonSerializer.Deserialize(reader.GetString(4), MessageJson.Default.AgentAuth),
                reader.IsDBNull(5) ? null : StatusText.ParseStep(reader.GetString(5))));
        }

        return tasks;
    }

    /// <summary>The agent knows.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task ToldAsync(Guid runId, Guid taskId, CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(Told).Add(runId).Add(taskId);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes what ended longer ago, a thousand at most.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task<int> ForgetAsync(TimeSpan after, CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(Forget).Add(after);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
