using Workflow.Model;

namespace Workflow.Database.Ownership;

/// <summary>What an owner asks and tells the database about its shards.</summary>
public interface IShardTable
{
    /// <summary>Makes <paramref name="owner"/> the owner, whoever it was before. A take that is cancelled may have
    /// happened all the same.</summary>
    Task<TakenShard> TakeAsync(int shard, string owner, CancellationToken ct);

    /// <summary>Says that the owner lives and hands these over, before it writes what is left: a next owner that comes
    /// before the release need not suspect their runs either. Never waits for a flush.</summary>
    Task BeginHandOverAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct);

    /// <summary>Lets go of shards in order: the next owner need not suspect their runs.</summary>
    Task ReleaseAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct);

    /// <summary>Which of the claims still stand.</summary>
    Task<HashSet<int>> StandingAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct);

    /// <summary>Shards that follow partition <paramref name="partition"/>: its own, and those beyond the partition
    /// count that map to it.</summary>
    Task<IReadOnlyList<int>> OfPartitionAsync(int partition, int partitions, CancellationToken ct);
}
