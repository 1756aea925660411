using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Intake;
using Workflow.Database.Ownership;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A concurrency key of an owner.</summary>
public readonly record struct SlotKey(string Owner, string Name)
{
    /// <summary>Comes before all others.</summary>
    public static readonly SlotKey First = new("", "");
}

/// <summary>What granting slots of some keys came to.</summary>
/// <param name="Granted">Runs that may start now.</param>
/// <param name="Victims">Oldest holders of keys whose next run wants them cancelled.</param>
/// <param name="Next">The key after which to go on; null when these were the last.</param>
/// <param name="AreMore">Whether runs still wait.</param>
public sealed record GrantedSlots(
    IReadOnlyList<Guid> Granted, IReadOnlyList<Guid> Victims, SlotKey? Next, bool AreMore);

/// <summary>Gives free slots of concurrency keys to the PENDING runs that wait for them. A slot is a row: it is held by
/// every open run that was given one, and free once the run has ended, whatever ended it.</summary>
/// <remarks>The keys are locked by a statement of its own, so that the next one counts after the wait; with that the
/// limit holds whoever grants. The fence makes it the owner's work (R4).</remarks>
public sealed class GrantSlots(NpgsqlDataSource dataSource)
{
    private const string Waits =
        "r.status = 'PENDING' and r.wake_at = 'infinity' and r.paused_at is null";

    private const string Keys = $"""
        select distinct r.owner_id, r.concurrency_key from workflow_runs r
         where r.shard = any($1) and {Waits} and r.concurrency_key is not null
           and (r.owner_id, r.concurrency_key) > ($3, $4)
         order by 1, 2 limit $2
        """;

    private const string Lock = """
        select pg_advisory_xact_lock(hashtextextended(k.name, 0)) from unnest($1::text[]) as k (name)
        """;

    // The holders of a key are counted once, not again for each run that waits for it.
    private const string Grant = $"""
        with s as (
            {ShardFence.Sql}
        ), k as materialized (
            select k.owner_id, k.name,
                   (select count(*) from workflow_runs o
                     where o.owner_id = k.owner_id and o.concurrency_key = k.name
                       and o.status in ('PENDING', 'RUNNING') and o.slot_at is not null) as held
              from unnest($4::text[], $5::text[]) as k (owner_id, name)
        ), next as (
            select w.run_id
              from k
              cross join lateral (
                select r.run_id, r.concurrency_limit,
                       row_number() over (order by r.priority desc, r.run_id) as place
                  from workflow_runs r
                 where r.owner_id = k.owner_id and r.concurrency_key = k.name and {Waits}
                   and coalesce(r.queue_deadline > now(), true)
                 order by r.priority desc, r.run_id limit $6) w
             where w.place <= w.concurrency_limit - k.held
        ), found as (
            select r.run_id from workflow_runs r join s on s.shard = r.shard
             where r.run_id = any(array(select run_id from next)) and {Waits}
             order by r.run_id
               for no key update of r
        )
        update workflow_runs r set slot_at = clock_timestamp(), wake_at = null
          from found where r.run_id = found.run_id
        returning r.run_id
        """;

    private const string Victims = $"""
        select o.run_id
          from unnest($1::text[], $2::text[]) as k (owner_id, name)
          cross join lateral (
            select r.on_limit from workflow_runs r
             where r.owner_id = k.owner_id and r.concurrency_key = k.name and {Waits}
               and coalesce(r.queue_deadline > now(), true)
             order by r.priority desc, r.run_id limit 1) w
          cross join lateral (
            select r.run_id from workflow_runs r
             where r.owner_id = k.owner_id and r.concurrency_key = k.name and r.status in ('PENDING', 'RUNNING')
               and r.slot_at is not null
             order by r.slot_at, r.run_id limit 1) o
         where w.on_limit = 'cancel_oldest'
        """;

    /// <summary>Grants what is free of some of the keys for which runs of the claims' shards wait.</summary>
    /// <param name="after">Where to begin.</param>
    /// <param name="limit">Keys, and runs of each.</param>
    public async Task<GrantedSlots> RunAsync(
        IReadOnlyList<ShardClaim> claims, SlotKey after, int limit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        int[] shards = [.. claims.Select(claim => claim.Shard)];
        var keys = await KeysAsync(connection, shards, after, limit, ct);
        var (granted, victims) = keys.Count == 0 ? ([], []) : await GrantAsync(connection, claims, keys, limit, ct);
        return keys.Count == limit
            ? new GrantedSlots(granted, victims, keys[^1], true)
            : new GrantedSlots(
                granted, victims, null, (await KeysAsync(connection, shards, SlotKey.First, 1, ct)).Count > 0);
    }

    private static async Task<(List<Guid> Granted, List<Guid> Victims)> GrantAsync(
        NpgsqlConnection connection, IReadOnlyList<ShardClaim> claims, List<SlotKey> keys, int limit,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).AddArray(
            keys.Select(key => Slots.Name(key.Owner, key.Name)).Order(StringComparer.Ordinal).ToList(),
            NpgsqlDbType.Text, name => name));
        batch.BatchCommands.Add(IndexOrder.Settings());
        batch.BatchCommands.Add(GrantCommand(claims, keys, limit));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Victims)
            .AddArray(keys, NpgsqlDbType.Text, key => key.Owner)
            .AddArray(keys, NpgsqlDbType.Text, key => key.Name));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.NextResultAsync(ct);
        var granted = await IdsAsync(reader, ct);
        await reader.NextResultAsync(ct);
        return (granted, await IdsAsync(reader, ct));
    }

    private static async Task<List<SlotKey>> KeysAsync(
        NpgsqlConnection connection, int[] shards, SlotKey after, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Keys, connection)
            .Add(shards).Add(limit).Add(after.Owner).Add(after.Name);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var keys = new List<SlotKey>();
        while (await reader.ReadAsync(ct))
        {
            keys.Add(new SlotKey(reader.GetString(0), reader.GetString(1)));
        }

        return keys;
    }

    private static NpgsqlBatchCommand GrantCommand(
        IReadOnlyList<ShardClaim> claims, IReadOnlyList<SlotKey> keys, int limit)
    {
        var command = new NpgsqlBatchCommand(Grant)
            .AddClaims(claims)
            .AddArray(keys, NpgsqlDbType.Text, key => key.Owner)
            .AddArray(keys, NpgsqlDbType.Text, key => key.Name);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return command;
    }

    private static async Task<List<Guid>> IdsAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        var ids = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }
}
