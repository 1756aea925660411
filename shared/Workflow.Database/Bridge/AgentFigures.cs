using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;

namespace Workflow.Database.Bridge;

/// <summary>What a bridge has seen of one agent since it last told.</summary>
/// <param name="Latency">See <see cref="Model.LatencyCounts"/>.</param>
/// <param name="InFlight">Calls that it is making now.</param>
public sealed record AgentFigure(string Agent, int Calls, int Failed, int[] Latency, int InFlight);

/// <summary>Adds up what bridges see of agents' calls.</summary>
public sealed class AgentFigures
{
    private const string Minutes = """
        insert into agent_minutes as m (agent, minute, calls, failed, latency)
        select agent, date_trunc('minute', now()), calls, failed, latency::int[]
          from unnest($1, $2, $3, $4) as told (agent, calls, failed, latency) where calls > 0 order by agent
        on conflict (agent, minute) do update
           set calls = m.calls + excluded.calls, failed = m.failed + excluded.failed,
               latency = (select array_agg(before + more order by place)
                            from unnest(m.latency, excluded.latency) with ordinality as pair (before, more, place))
        """;

    private const string InFlight = """
        insert into agent_in_flight (bridge, agent, calls)
        select $1, agent, calls from unnest($2, $3) as told (agent, calls) where calls > 0
        on conflict (bridge, agent) do update set calls = excluded.calls, told_at = now()
        """;

    private const string Landed = """
        delete from agent_in_flight where bridge = $1 and agent = any($2)
        """;

    private const string Forget = """
        with gone as (delete from agent_in_flight where told_at < now() - interval '1 hour')
        delete from agent_minutes where minute < now() - interval '1 hour'
        """;

    private readonly NpgsqlDataSource _dataSource;

    internal AgentFigures(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    /// <exception cref="DbException">The database cannot be reached or refuses: nothing was added.</exception>
    public async Task TellAsync(string bridge, IReadOnlyList<AgentFigure> figures, CancellationToken ct)
    {
        await using var connection = await _dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Minutes)
            .AddArray(figures, NpgsqlDbType.Text, one => one.Agent)
            .AddArray(figures, NpgsqlDbType.Integer, one => one.Calls)
            .AddArray(figures, NpgsqlDbType.Integer, one => one.Failed)
            .AddArray(figures, NpgsqlDbType.Text, one => $"{{{string.Join(',', one.Latency)}}}"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(InFlight).Add(bridge)
            .AddArray(figures, NpgsqlDbType.Text, one => one.Agent)
            .AddArray(figures, NpgsqlDbType.Integer, one => one.InFlight));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Landed).Add(bridge)
            .AddArray([.. figures.Where(one => one.InFlight == 0)], NpgsqlDbType.Text, one => one.Agent));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes away what is older than an hour.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task ForgetAsync(CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(Forget);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The bridge leaves: it makes no call any more.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task LeaveAsync(string bridge, CancellationToken ct)
    {
        await using var command = _dataSource
            .CreateCommand("delete from agent_in_flight where bridge = $1").Add(bridge);
        await command.ExecuteNonQueryAsync(ct);
    }
}
