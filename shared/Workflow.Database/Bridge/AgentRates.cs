using System.Data.Common;
using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Bridge;

/// <summary>Keeps rate limits of agents for all bridges together.</summary>
public sealed class AgentRates
{
    // Bridges come one by one; a statement after this one sees what the one before has left.
    private const string Lock = "select pg_advisory_xact_lock(hashtextextended('agent-rate ' || $1, 0))";

    private const string Fill = """
        insert into agent_rate_slots (agent, slot) select $1, slot from generate_series(0, $2 - 1) as slot
         where not exists (select from agent_rate_slots where agent = $1 and slot = $2 - 1)
        on conflict do nothing
        """;

    private const string Take = """
        with next as (
            select slot, used_at from agent_rate_slots where agent = $1 and slot < $2 order by used_at limit 1),
        taken as (
            update agent_rate_slots as s set used_at = clock_timestamp() from next
             where s.agent = $1 and s.slot = next.slot and next.used_at <= clock_timestamp() - $3
            returning s.slot)
        select case when exists (select from taken) then null
                    else greatest(next.used_at + $3 - clock_timestamp(), interval '0') end
          from next
        """;

    private readonly NpgsqlDataSource _dataSource;

    internal AgentRates(NpgsqlDataSource dataSource) => _dataSource = dataSource;

    /// <summary>Lets one call through, if the limit has room for it now.</summary>
    /// <returns>Null when it may begin; else after how long it is worth asking again.</returns>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task<TimeSpan?> TryTakeAsync(string agent, RateLimit limit, CancellationToken ct)
    {
        var (calls, period) = (limit.Calls, TimeSpan.FromSeconds(limit.PeriodSeconds));
        await using var connection = await _dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).Add(agent));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Fill).Add(agent).Add(calls));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Take).Add(agent).Add(calls).Add(period));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return await reader.IsDBNullAsync(0, ct) ? null : reader.GetFieldValue<TimeSpan>(0);
    }
}
