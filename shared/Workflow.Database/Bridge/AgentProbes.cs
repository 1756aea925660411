using System.Data.Common;
using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Bridge;

/// <summary>A look at an agent that is due, and this bridge's to make.</summary>
/// <param name="RegisteredAt">Of what was read here; a change makes the look void.</param>
public sealed record DueProbe(
    string Agent, string? Endpoint, HealthCheck Check, AgentAuth? Auth, DateTimeOffset RegisteredAt);

/// <summary>Deals out looks at agents, each to one bridge at a time, and keeps what was found.</summary>
public sealed class AgentProbes
{
    /// <summary>Looks in a row that have to fail before an agent counts as unhealthy.</summary>
    public const int FailuresMin = 2;

    private const string Enter = """
        insert into agent_health as h (agent, registered_at)
        select name, updated_at from agents a
         where health_check is not null and enabled and deleted_at is null
           and not exists (select from agent_health k where k.agent = a.name and k.registered_at = a.updated_at)
         order by name
        on conflict (agent) do update
           set registered_at = excluded.registered_at, health = 'unknown', since = now(), checked_at = null,
               failures = 0, last_error = null, due_at = now(), leased_by = null, leased_until = null
         where h.registered_at <> excluded.registered_at
        """;

    private const string Lease = """
        with due as (
            select h.agent, a.endpoint, a.health_check, a.auth
              from agent_health h join agents a on a.name = h.agent and a.updated_at = h.registered_at
             where a.health_check is not null and a.enabled and a.deleted_at is null
               and h.due_at <= now() and (h.leased_until is null or h.leased_until <= now())
             order by h.due_at limit $2 for update of h skip locked)
        update agent_health h
           set leased_by = $1,
               leased_until = now() + (due.health_check ->> 'timeout_seconds')::int * interval '1 second' + $3
          from due where h.agent = due.agent
        returning h.agent, due.endpoint, due.health_check::text, due.auth::text, h.registered_at
        """;

    private const string Keep = """
        update agent_health
           set health = case when $3::text is null then 'healthy'
                             when failures + 1 >= $5 then 'unhealthy' else health end,
               since = case when ($3 is null and health <> 'healthy')
                              or ($3 is not null and failures + 1 >= $5 and health <> 'unhealthy')
                            then now() else since end,
               failures = case when $3 is null then 0 else failures + 1 end,
               last_error = $3, checked_at = now(), due_at = now() + $6, leased_by = null, leased_until = null
         where agent = $1 and leased_by = $2 and registered_at = $4
        """;

    /// <summary>On top of the look's own limit.</summary>
    private static readonly TimeSpan LeaseSlack = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource _dataSource;

    internal AgentProbes(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    /// <summary>Takes looks that are due, so that no other bridge makes them.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task<List<DueProbe>> TakeAsync(string bridge, int limit, CancellationToken ct)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Enter));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lease).Add(bridge).Add(limit).Add(LeaseSlack));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        var taken = new List<DueProbe>();
        while (await reader.ReadAsync(ct))
        {
            taken.Add(new DueProbe(
                reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1),
                HealthCheck.FromJson(reader.GetString(2)) ?? new HealthCheck(
                    HealthCheck.IntervalSecondsDefault, HealthCheck.TimeoutSecondsDefault),
                reader.IsDBNull(3) ? null : AgentAuth.FromJson(reader.GetString(3)),
                reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return taken;
    }

    /// <summary>Keeps what a look found, unless the agent was changed or another bridge looks by now.</summary>
    /// <param name="error">Null when the agent is well.</param>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task KeepAsync(string bridge, DueProbe probe, string? error, CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(Keep)
            .Add(probe.Agent).Add(bridge).Add(error?.Replace('\0', ' ')).AddTime(probe.RegisteredAt).Add(FailuresMin)
            .Add(TimeSpan.FromSeconds(probe.Check.IntervalSeconds));
        await command.ExecuteNonQueryAsync(ct);
    }
}
