using System.Collections.Concurrent;
using System.Threading.Channels;
using Workflow.Execution.Ownership;

namespace Workflow.ExecutionConsumer.Runs;

/// <summary>Runs on which owners died: nothing but the quarantine starts them. Thread-safe.</summary>
internal sealed class Suspects
{
    private readonly ConcurrentDictionary<Guid, ShardHold> _suspects = new();
    private readonly Channel<Guid> _queue = Channel.CreateUnbounded<Guid>();

    public ChannelReader<Guid> Queue => _queue.Reader;

    public IEnumerable<Guid> Ids => _suspects.Keys;

    public bool Contains(Guid runId) => _suspects.ContainsKey(runId);

    public void Add(Guid runId, ShardHold hold)
    {
        if (_suspects.TryAdd(runId, hold))
        {
            _queue.Writer.TryWrite(runId);
        }
        else
        {
            _suspects[runId] = hold;
        }
    }

    public ShardHold? HoldOf(Guid runId) => _suspects.GetValueOrDefault(runId);

    /// <summary>The suspect was judged under this hold; one that was added again since, under another, stays.</summary>
    public void Judged(Guid runId, ShardHold? hold)
    {
        if (hold is not null && !_suspects.TryRemove(KeyValuePair.Create(runId, hold)))
        {
            _queue.Writer.TryWrite(runId);
        }
    }
}
