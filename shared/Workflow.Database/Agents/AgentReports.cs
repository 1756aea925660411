using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Agents;

/// <summary>Whether an agent is well, as bridges found.</summary>
/// <param name="Status">healthy, unhealthy or unknown.</param>
public sealed record AgentCondition(
    string Status, DateTimeOffset? Since, DateTimeOffset? CheckedAt, string? LastError);

/// <summary>How an agent's calls of the last minutes went.</summary>
/// <param name="Latency">See <see cref="LatencyCounts"/>.</param>
/// <param name="InFlight">Calls that bridges are making now.</param>
public sealed record AgentTraffic(long Calls, long Failed, IReadOnlyList<long> Latency, long InFlight)
{
    public static readonly AgentTraffic None = new(0, 0, [], 0);
}

/// <summary>Reads how agents are. It costs the same however many runs there are.</summary>
public sealed class AgentReports(NpgsqlDataSource dataSource)
{
    /// <summary>What counts as the last minutes: five that have begun.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private const string Health = """
        select h.agent, h.health, h.since, h.checked_at, h.last_error
          from agent_health h join agents a on a.name = h.agent and a.updated_at = h.registered_at
         where h.agent = any($1) and a.health_check is not null
        """;

    private const string Minutes = """
        select agent, calls, failed, latency from agent_minutes
         where agent = any($1) and minute > date_trunc('minute', now()) - $2
        """;

    private const string InFlight = """
        select agent, sum(calls) from agent_in_flight
         where agent = any($1) and told_at > now() - interval '30 seconds' group by agent
        """;

    /// <returns>By name; without those that nothing is known of.</returns>
    public async Task<(Dictionary<string, AgentCondition> Conditions, Dictionary<string, AgentTraffic> Traffic)>
        ReadAsync(IReadOnlyList<string> agents, CancellationToken ct)
    {
        var conditions = new Dictionary<string, AgentCondition>();
        var traffic = new Dictionary<string, AgentTraffic>();
        if (agents.Count == 0)
        {
            return (conditions, traffic);
        }

        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Health).AddArray(agents, NpgsqlDbType.Text, name => name));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Minutes).AddArray(agents, NpgsqlDbType.Text, name => name).Add(Window));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InFlight).AddArray(agents, NpgsqlDbType.Text, name => name));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            conditions[reader.GetString(0)] = new AgentCondition(
                reader.GetString(1), TimeOrNull(reader, 2), TimeOrNull(reader, 3),
                reader.IsDBNull(4) ? null : reader.GetString(4));
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Add(reader.GetString(0), new AgentTraffic(
                reader.GetInt32(1), reader.GetInt32(2),
                [.. reader.GetFieldValue<int[]>(3).Select(one => (long)one)], 0));
        }

        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            Add(reader.GetString(0), AgentTraffic.None with { InFlight = reader.GetInt64(1) });
        }

        return (conditions, traffic);

        void Add(string agent, AgentTraffic more)
        {
            var before = traffic.GetValueOrDefault(agent, AgentTraffic.None);
            traffic[agent] = new AgentTraffic(
                before.Calls + more.Calls, before.Failed + more.Failed, Sum(before.Latency, more.Latency),
                before.InFlight + more.InFlight);
        }
    }

    private static IReadOnlyList<long> Sum(IReadOnlyList<long> one, IReadOnlyList<long> other) =>
        one.Count == 0 ? other : other.Count == 0 ? one : [.. one.Zip(other, (left, right) => left + right)];

    private static DateTimeOffset? TimeOrNull(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
