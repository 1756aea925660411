using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Queries;

/// <summary>What one shard has to do.</summary>
/// <param name="Epoch">How often it was taken; 0 when it never was.</param>
/// <param name="Owner">Consumer that holds it; null after a clean release, or before it was ever taken.</param>
/// <param name="Pending">Runs that may start and have not.</param>
/// <param name="Delayed">Runs that are to start at a later time.</param>
/// <param name="OldestPendingAt">When the one of <paramref name="Pending"/> that waits longest could have
/// started.</param>
/// <param name="Running">Runs that are RUNNING, waiting and paused ones among them.</param>
/// <param name="IsMore">Whether there are more open runs than were looked at.</param>
public sealed record ShardLoad(
    int Shard, long Epoch, string? Owner, bool IsOwnerAlive, DateTimeOffset? TakenAt, int Pending, int Delayed,
    DateTimeOffset? OldestPendingAt, int Running, bool IsMore);

/// <summary>Reads who owns each shard, and how far behind it is.</summary>
public sealed class ShardLoads(NpgsqlDataSource dataSource)
{
    private const string Look = """
        select n, coalesce(s.epoch, 0), s.owner,
               exists (select from consumers c
                        where c.id = s.owner and c.kind = 'consumer' and c.seen_at > now() - $1),
               s.taken_at, coalesce(o.pending, 0), coalesce(o.delayed, 0), o.oldest, coalesce(o.running, 0),
               coalesce(o.looked, 0) > $2
          from cluster
         cross join lateral generate_series(0, partitions - 1) as n
          left join shards s on s.shard = n
          left join lateral (
            select count(*) as looked,
                   (count(*) filter (where status = 'PENDING' and not is_delayed))::integer as pending,
                   (count(*) filter (where status = 'PENDING' and is_delayed))::integer as delayed,
                   min(could_start) filter (where status = 'PENDING' and not is_delayed) as oldest,
                   (count(*) filter (where status = 'RUNNING'))::integer as running
              from (select status, coalesce(start_at, created_at) as could_start,
                           coalesce(start_at > now(), false) as is_delayed
                      from workflow_runs
                     where shard = n and status in ('PENDING', 'RUNNING')
                     limit $2 + 1) as open) as o on true
         order by n
        """;

    /// <param name="silence">How long a process may be silent and still count as alive.</param>
    /// <param name="runsMax">Open runs of each shard that are looked at.</param>
    /// <returns>One for each shard of the cluster, by number; empty when no process has set it up.</returns>
    public async Task<List<ShardLoad>> ReadAsync(TimeSpan silence, int runsMax, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Look).Add(silence).Add(runsMax);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var loads = new List<ShardLoad>();
        while (await reader.ReadAsync(ct))
        {
            loads.Add(new ShardLoad(
                reader.GetInt32(0), reader.GetInt64(1), reader.TextOrNull(2), reader.GetBoolean(3),
                reader.TimeOrNull(4), reader.GetInt32(5), reader.GetInt32(6), reader.TimeOrNull(7),
                reader.GetInt32(8), reader.GetBoolean(9)));
        }

        return loads;
    }
}
