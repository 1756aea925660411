namespace Workflow.Model;

/// <summary>Proof of owning a shard: what the row in <c>shards</c> must say for a write to count (R4).</summary>
/// <param name="Epoch">Counts take-overs.</param>
/// <param name="Token">Random per take-over, so that a restored database cannot revive an old owner.</param>
public readonly record struct ShardClaim(int Shard, long Epoch, Guid Token);
