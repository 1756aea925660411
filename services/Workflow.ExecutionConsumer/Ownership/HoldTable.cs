using System.Collections.Concurrent;
using Workflow.Execution.Ownership;

namespace Workflow.ExecutionConsumer.Ownership;

/// <summary>The shards this process owns right now. Thread-safe.</summary>
internal sealed class HoldTable
{
    private readonly ConcurrentDictionary<int, ShardHold> _holds = new();

    public IReadOnlyCollection<ShardHold> All => [.. _holds.Values];

    public int[] Shards => [.. _holds.Keys.Order()];

    /// <summary>The hold of a shard, or null when it is not, or not yet, ours.</summary>
    public ShardHold? Of(int shard) => _holds.GetValueOrDefault(shard);

    public void Add(ShardHold hold) => _holds[hold.Claim.Shard] = hold;

    public void Remove(ShardHold hold) => _holds.TryRemove(KeyValuePair.Create(hold.Claim.Shard, hold));
}
