using Microsoft.EntityFrameworkCore;
using Npgsql;
using Workflow.Database.Schema;
using Workflow.Database.Sql;

namespace Workflow.Database.Agents;

/// <summary>What became of writing an agent.</summary>
public enum PutOutcome
{
    Created,
    Replaced,

    /// <summary>Another owner has an agent of that name, or had one: the name stays theirs.</summary>
    Taken,

    /// <summary>The agent is not, or no longer, as expected; nothing was written.</summary>
    Unexpected,
}

/// <summary>Keeps agents. A name belongs to one owner in the whole installation.</summary>
public sealed class AgentStore(NpgsqlDataSource dataSource) : IAgentLookup
{
    /// <summary>Creates the agent or replaces every fact of it but its owner; <paramref name="agent"/> gets the times
    /// of the row.</summary>
    /// <param name="sees">Owner whose agents may be replaced; null for everybody's.</param>
    /// <param name="updatedAt">Only while it exists and was last changed then; null for whenever.</param>
    public async Task<PutOutcome> PutAsync(
        AgentRow agent, string? sees, DateTimeOffset? updatedAt, CancellationToken ct)
    {
        // A new or revived agent is the one whose two times are equal.
        await using var command = dataSource.CreateCommand(
            """
            insert into agents (name, owner_id, transport, endpoint, description, timeout_seconds, enabled, shared,
                                max_concurrency, auth, version, input_schema, output_schema, retry, rate_limit,
                                health_check, tool)
            select $1, $2, $3, $4, $5, $6, $7, $10, $11, $12::jsonb, $13, $14::json, $15::json, $16::json,
                   $17::jsonb, $18::jsonb, $19
             where $8::timestamptz is null or exists (select from agents where name = $1)
            on conflict (name) do update
               set transport = excluded.transport, endpoint = excluded.endpoint, description = excluded.description,
                   timeout_seconds = excluded.timeout_seconds, enabled = excluded.enabled, shared = excluded.shared,
                   max_concurrency = excluded.max_concurrency, auth = excluded.auth, deleted_at = null,
                   version = excluded.version, input_schema = excluded.input_schema,
                   output_schema = excluded.output_schema, retry = excluded.retry,
                   rate_limit = excluded.rate_limit, health_check = excluded.health_check,
                   tool = excluded.tool,
                   created_at = case when agents.deleted_at is null then agents.created_at
                                     else greatest(now(), agents.updated_at + interval '1 microsecond') end,
                   updated_at = greatest(now(), agents.updated_at + interval '1 microsecond')
             where agents.owner_id = coalesce($9, agents.owner_id)
               and ($8 is null or (agents.updated_at = $8 and agents.deleted_at is null))
            returning created_at, updated_at
            """)
            .Add(agent.Name).Add(agent.OwnerId).Add(agent.Transport).Add(agent.Endpoint).Add(agent.Description)
            .Add(agent.TimeoutSeconds).Add(agent.Enabled).AddTime(updatedAt).Add(sees).Add(agent.Shared)
            .Add(agent.MaxConcurrency).Add(agent.Auth?.ToJson())
            .Add(agent.Version).Add(agent.InputSchema?.ToString()).Add(agent.OutputSchema?.ToString())
            .Add(agent.Retry?.ToString()).Add(agent.RateLimit?.ToJson()).Add(agent.HealthCheck?.ToJson())
            .Add(agent.Tool);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return updatedAt is null ? PutOutcome.Taken : PutOutcome.Unexpected;
        }

        (agent.CreatedAt, agent.UpdatedAt) =
            (reader.GetFieldValue<DateTimeOffset>(0), reader.GetFieldValue<DateTimeOffset>(1));
        return agent.CreatedAt == agent.UpdatedAt ? PutOutcome.Created : PutOutcome.Replaced;
    }

    /// <summary>Deletes the agent; calls of it fail from then on, and its name stays with its owner.</summary>
    /// <param name="updatedAt">Only while it was last changed then; null for whenever.</param>
    /// <returns>False when there is no such agent (any more).</returns>
    public async Task<bool> DeleteAsync(string? sees, string name, DateTimeOffset? updatedAt, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            """
            update agents set deleted_at = now()
             where name = $1 and owner_id = coalesce($2, owner_id) and updated_at = coalesce($3, updated_at)
               and deleted_at is null
            """).Add(name).Add(sees).AddTime(updatedAt);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>The owner's agent of that name, or null.</summary>
    /// <param name="sees">Owner whose agents may be read; null for everybody's.</param>
    public async Task<AgentRow?> FindAsync(string? sees, string name, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        return await context.Agents.AsNoTracking()
            .FirstOrDefaultAsync(row => row.Name == name && (sees == null || row.OwnerId == sees), ct);
    }

    /// <summary>The agent of that name that may be called, or null: the owner's own, or a shared one.</summary>
    /// <param name="sees">Owner whose agents may be called; null for everybody's.</param>
    public async Task<AgentRow?> FindVisibleAsync(string? sees, string name, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        return await Visible(context, sees).FirstOrDefaultAsync(row => row.Name == name, ct);
    }

    /// <summary>Agents that may be called by name, at most <paramref name="limit"/>, after the given one.</summary>
    /// <param name="sees">Owner whose agents are listed, with the shared ones; null for everybody's.</param>
    public async Task<List<AgentRow>> ListAsync(string? sees, string? after, int limit, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        var rows = Visible(context, sees);
        if (after is not null)
        {
            rows = rows.Where(row => string.Compare(row.Name, after) > 0);
        }

        return await rows.OrderBy(row => row.Name).Take(limit).ToListAsync(ct);
    }

    /// <summary>Those of the names that there is no agent for.</summary>
    /// <param name="sees">Owner whose agents count, with the shared ones; null for everybody's.</param>
    public async Task<List<string>> MissingAsync(
        string? sees, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        if (names.Count == 0)
        {
            return [];
        }

        await using var context = WorkflowContext.Over(dataSource);
        var known = await Visible(context, sees)
            .Where(row => names.Contains(row.Name))
            .Select(row => row.Name)
            .ToListAsync(ct);
        return [.. names.Except(known)];
    }

    /// <inheritdoc />
    public async Task<List<string>> DisabledAsync(
        string? sees, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        if (names.Count == 0)
        {
            return [];
        }

        await using var context = WorkflowContext.Over(dataSource);
        return await Visible(context, sees)
            .Where(row => names.Contains(row.Name) && !row.Enabled)
            .Select(row => row.Name)
            .ToListAsync(ct);
    }

    private static IQueryable<AgentRow> Visible(WorkflowContext context, string? sees) =>
        context.Agents.AsNoTracking().Where(row => sees == null || row.OwnerId == sees || row.Shared);
}
