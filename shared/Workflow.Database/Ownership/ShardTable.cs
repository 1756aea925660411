using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Ownership;

/// <summary>A shard just taken.</summary>
/// <param name="IsClean">The owner before was this process, let go of it in order, or is known to live; otherwise it
/// may have died in the middle of its runs.</param>
public readonly record struct TakenShard(ShardClaim Claim, bool IsClean);

/// <summary>The table <c>shards</c>: taking, releasing and looking.</summary>
/// <param name="silence">An owner that gave a sign of life so long ago, or less, when its shard is taken is taken for
/// alive. Must be shorter than the time after which a dead owner loses its shards.</param>
public sealed class ShardTable(NpgsqlDataSource dataSource, TimeProvider clock, TimeSpan silence) : IShardTable
{
    private const string Take = """
        with before as (
            select shard, owner from shards where shard = $1
        ), taken as (
            insert into shards as s (shard, epoch, token, owner, backend_pid, taken_at)
            values ($1, 1, $2, $3, pg_backend_pid(), now())
            on conflict (shard) do update
               set epoch = s.epoch + 1, token = excluded.token, owner = excluded.owner,
                   backend_pid = excluded.backend_pid, taken_at = excluded.taken_at
            returning epoch
        )
        select taken.epoch, nullif(before.owner, $3)
          from taken left join before on true
        """;

    // Asked after the take: what a busy owner began to tell before its shard was taken is seen.
    private const string Lives = """
        select exists (select from hand_overs where shard = $1 and epoch = $2)
            or exists (select from consumers where id = $3 and kind = 'consumer' and seen_at > now() - $4)
        """;

    // Not in shards: its rows are locked by the very flushes that make a hand-over slow.
    private const string BeginHandOver = """
        insert into hand_overs as h (shard, epoch)
        select c.shard, c.epoch from unnest($1::int[], $2::bigint[], $3::uuid[]) as c (shard, epoch, token)
         order by c.shard
        on conflict (shard) do update set epoch = greatest(h.epoch, excluded.epoch)
        """;

    // The token goes, too: what is still on its way under it is no owner's any more.
    private const string Release = """
        update shards set owner = null, token = gen_random_uuid()
          from unnest($1::int[], $2::bigint[], $3::uuid[]) as c (shard, epoch, token)
         where shards.shard = c.shard and shards.epoch = c.epoch and shards.token = c.token
        """;

    private const string Look = """
        select c.shard
          from unnest($1::int[], $2::bigint[], $3::uuid[]) as c (shard, epoch, token)
          join shards s on s.shard = c.shard and s.epoch = c.epoch and s.token = c.token
        """;

    private const string EndBlockers = """
        select pid, pg_terminate_backend(pid) from unnest(pg_blocking_pids($1)) as pid
        """;

    /// <summary>How long a take waits for a flush that holds the fence before it ends the server process behind
    /// it.</summary>
    private static readonly TimeSpan BlockedMax = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    /// <remarks>A frozen owner's open flush is ended with its connection.</remarks>
    public async Task<TakenShard> TakeAsync(int shard, string owner, CancellationToken ct)
    {
        var token = Guid.NewGuid();
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(Take, connection).Add(shard).Add(token).Add(owner);
        var taking = ReadAsync(command, shard, token, ct);
        while (await Task.WhenAny(taking, Task.Delay(BlockedMax, clock, ct)) != taking)
        {
            ct.ThrowIfCancellationRequested();
            await EndBlockersAsync(connection.ProcessID, ct);
        }

        var (claim, other) = await taking;
        return new TakenShard(claim, other is null || await LivesAsync(claim, other, ct));
    }

    /// <inheritdoc/>
    public async Task BeginHandOverAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(BeginHandOver).AddClaims(claims);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Release).AddClaims(claims);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <inheritdoc/>
    public async Task<HashSet<int>> StandingAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct)
    {
        var standing = new HashSet<int>();
        await using var command = dataSource.CreateCommand(Look).AddClaims(claims);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            standing.Add(reader.GetInt32(0));
        }

        return standing;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> OfPartitionAsync(int partition, int partitions, CancellationToken ct)
    {
        var shards = new List<int> { partition };
        await using var command = dataSource.CreateCommand(
            "select shard from shards where shard >= $2 and shard % $2 = $1 order by shard")
                .Add(partition).Add(partitions);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            shards.Add(reader.GetInt32(0));
        }

        return shards;
    }

    /// <summary>The new claim, and the other process that had not let go of the shard; null when there was
    /// none.</summary>
    private static async Task<(ShardClaim Claim, string? Other)> ReadAsync(
        NpgsqlCommand command, int shard, Guid token, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (new ShardClaim(shard, reader.GetInt64(0), token), reader.IsDBNull(1) ? null : reader.GetString(1));
    }

    private async Task<bool> LivesAsync(ShardClaim claim, string owner, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Lives)
            .Add(claim.Shard).Add(claim.Epoch - 1).Add(owner).Add(silence);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    private async Task EndBlockersAsync(int blockedPid, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(EndBlockers).Add(blockedPid);
        await command.ExecuteNonQueryAsync(ct);
    }
}
