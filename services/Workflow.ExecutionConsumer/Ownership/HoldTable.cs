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

    /// <summary>Enters a hold, unless a later one of the same shard is there: a take whose partition was revoked and
    /// assigned again meanwhile may end after the next one.</summary>
    public void Add(ShardHold hold) => _holds.AddOrUpdate(
        hold.Claim.Shard, hold,
        (_, known) => known.Claim.Epoch > hold.Claim.Epoch && !known.Lost.IsCancellationRequested ? known : hold);

    public void Remove(ShardHold hold) => _holds.TryRemove(KeyValuePair.Create(hold.Claim.Shard, hold));
}
