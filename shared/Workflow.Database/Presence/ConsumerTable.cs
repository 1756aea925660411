using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Presence;

/// <summary>Signs of life of the processes that execute work.</summary>
public sealed class ConsumerTable(NpgsqlDataSource dataSource)
{
    private const string Seen = """
        insert into consumers as c (id, kind, host, pid, shards, active_runs, drain_asked_at, drain_asked_by,
                                    drained_at)
        values ($1, 'consumer', $2, $3, $4, $5, $7, $8, case when $9 then now() end)
        on conflict (id) do update
           set seen_at = now(), host = excluded.host, pid = excluded.pid, shards = excluded.shards,
               active_runs = excluded.active_runs,
               started_at = case when c.pid = excluded.pid and not $6 then c.started_at else now() end,
               drain_asked_at = case when not $6 then c.drain_asked_at end,
               drain_asked_by = case when not $6 then c.drain_asked_by end,
               drained_at = case when $9 and c.drain_asked_at is not null then coalesce(c.drained_at, now()) end
        returning drain_asked_at, drain_asked_by
        """;

    private const string Silent = "delete from consumers where seen_at < now() - interval '1 minute'";

    /// <summary>Writes that a consumer is alive.</summary>
    /// <returns>Whether it is to be drained; null when not.</returns>
    public async Task<DrainWish?> SeenAsync(ConsumerSign sign, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Seen)
            .Add(sign.Id).Add(sign.Host).Add(sign.Pid).Add(sign.Shards).Add(sign.ActiveRuns).Add(sign.IsFirst)
            .AddTime(sign.Drain?.AskedAt).Add(sign.Drain?.AskedBy).Add(sign.IsDrained);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) && !reader.IsDBNull(0)
            ? new DrainWish(reader.GetFieldValue<DateTimeOffset>(0), reader.GetString(1))
            : null;
    }

    /// <summary>Removes processes that have been silent for a minute.</summary>
    public async Task RemoveSilentAsync(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Silent);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task RemoveAsync(string id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("delete from consumers where id = $1").Add(id);
        await command.ExecuteNonQueryAsync(ct);
    }
}
