using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Schema;

namespace Workflow.Database.Agents;

/// <summary>What became of writing an agent.</summary>
public enum PutOutcome
{
    Created,
    Replaced,

    /// <summary>Another owner has an agent of that name, which stays.</summary>
    Taken,
}

/// <summary>Keeps agents. A name belongs to one owner in the whole installation.</summary>
public sealed class AgentStore(NpgsqlDataSource dataSource)
{
    private readonly DbContextOptions<WorkflowContext> _options = DatabaseSetup.Options(dataSource);

    /// <summary>Creates the agent or replaces every fact of it; <paramref name="agent"/> gets the times of the
    /// row.</summary>
    public async Task<PutOutcome> PutAsync(AgentRow agent, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            """
            insert into agents (name, owner_id, transport, endpoint, description, timeout_seconds, enabled)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (name) do update
               set transport = excluded.transport, endpoint = excluded.endpoint, description = excluded.description,
                   timeout_seconds = excluded.timeout_seconds, enabled = excluded.enabled, updated_at = now()
             where agents.owner_id = excluded.owner_id
            returning xmax = 0, created_at, updated_at
            """);
        command.Parameters.AddWithValue(agent.Name);
        command.Parameters.AddWithValue(agent.OwnerId);
        command.Parameters.AddWithValue(agent.Transport);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)agent.Endpoint ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)agent.Description ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlDbType.Integer, (object?)agent.TimeoutSeconds ?? DBNull.Value);
        command.Parameters.AddWithValue(agent.Enabled);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return PutOutcome.Taken;
        }

        (agent.CreatedAt, agent.UpdatedAt) =
            (reader.GetFieldValue<DateTimeOffset>(1), reader.GetFieldValue<DateTimeOffset>(2));
        return reader.GetBoolean(0) ? PutOutcome.Created : PutOutcome.Replaced;
    }

    /// <summary>The owner's agent of that name, or null.</summary>
    public async Task<AgentRow?> FindAsync(string ownerId, string name, CancellationToken ct)
    {
        await using var context = new WorkflowContext(_options);
        return await context.Agents.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Name == name && row.OwnerId == ownerId, ct);
    }

    /// <summary>Agents by name, at most <paramref name="limit"/>, after the given one.</summary>
    public async Task<List<AgentRow>> ListAsync(string ownerId, string? after, int limit, CancellationToken ct)
    {
        await using var context = new WorkflowContext(_options);
        var rows = context.Agents.AsNoTracking().Where(row => row.OwnerId == ownerId);
        if (after is not null)
        {
            rows = rows.Where(row => string.Compare(row.Name, after) > 0);
        }

        return await rows.OrderBy(row => row.Name).Take(limit).ToListAsync(ct);
    }

    /// <summary>Those of the names that the owner has no agent for.</summary>
    public async Task<List<string>> MissingAsync(
        string ownerId, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        if (names.Count == 0)
        {
            return [];
        }

        await using var context = new WorkflowContext(_options);
        var known = await context.Agents.AsNoTracking()
            .Where(row => row.OwnerId == ownerId && names.Contains(row.Name))
            .Select(row => row.Name)
            .ToListAsync(ct);
        return [.. names.Except(known)];
    }
}
