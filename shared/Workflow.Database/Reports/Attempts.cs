using Npgsql;
using Workflow.Model;

namespace Workflow.Database.Reports;

/// <summary>An attempt of an agent's step, by the task that it was given.</summary>
public sealed record Attempt(Guid RunId, Guid TaskId, StepKey Key, string StepId, string? AgentName);

/// <summary>Finds the attempts that agents talk about.</summary>
public sealed class Attempts(NpgsqlDataSource dataSource)
{
    private const string Find = """
        select run_id, task_id, step_path, iteration, attempt, step_id, agent_name
          from step_executions
         where run_id = any($1) and task_id = any($2)
        """;

    /// <summary>Those of the tasks that there are, by task.</summary>
    public async Task<Dictionary<Guid, Attempt>> FindAsync(Guid[] runIds, Guid[] taskIds, CancellationToken ct)
    {
        var found = new Dictionary<Guid, Attempt>();
        await using var command = dataSource.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = runIds });
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = taskIds });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetGuid(1)] = new Attempt(
                reader.GetGuid(0), reader.GetGuid(1),
                new StepKey(reader.GetString(2), reader.GetString(3), reader.GetInt32(4)), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetString(6));
        }

        return found;
    }
}
