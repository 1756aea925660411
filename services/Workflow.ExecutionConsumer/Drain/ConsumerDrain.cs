using Workflow.Database.Presence;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks.Tools;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Kafka;

namespace Workflow.ExecutionConsumer.Drain;

/// <summary>Follows the wish that this process hands its shards over and takes none: its own calls come to their ends
/// first, then it leaves the group. The process stays, so that it can be resumed or ended at leisure.</summary>
/// <remarks>Told the wish again and again; each time it does what is missing. Thread-safe.</remarks>
internal sealed partial class ConsumerDrain(
    OwnershipConsumer ownership, ShardOwner owner, HoldTable holds, RunTable runs, TaskInterpreter interpreter,
    ConsumerOptions options, TimeProvider clock, ILogger<ConsumerDrain> logger)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _asked;
    private volatile DrainWish? _wish;
    private bool _isDrained;

    private OwnCalls Calls => interpreter.OwnCalls;

    /// <summary>What is followed now; null for nothing.</summary>
    public DrainWish? Wish => _wish;

    /// <summary>Whether it was asked for, and nothing is left here.</summary>
    public bool IsDrained =>
        _wish is not null && ownership.IsOut && !owner.Partitions.Any() && owner.IsAtRest && holds.All.Count == 0
        && runs.Count == 0;

    /// <summary>What keeps the process from being ready; null for nothing.</summary>
    public string? Problem => _wish is null ? null
        : IsDrained ? "drained: takes no shards until it is resumed"
        : "hands its shards over";

    /// <summary>Takes in what is wanted now; never waits.</summary>
    public void Follow(DrainWish? wish)
    {
        lock (_gate)
        {
            _wish = wish;
            if (wish is not null && _asked is null)
            {
                _asked = new CancellationTokenSource();
                LogAsked(logger, wish.AskedBy, Calls.Count);
                _ = LeaveAsync(_asked.Token);
            }
            else if (wish is null && _asked is not null)
            {
                _asked.Cancel();
                _asked = null;
                _isDrained = false;
                Calls.Reopen();
                ownership.Join();
                LogResumed(logger);
            }
        }

        if (wish is not null && ownership.IsOut && owner.Partitions.Any())
        {
            // A session that was lost before has left them in our hands.
            _ = owner.ReleaseAllAsync();
        }

        if (IsDrained && !_isDrained)
        {
            _isDrained = true;
            LogDrained(logger);
        }
    }

    /// <summary>Lets this process's own calls come to their ends, and none begin, before it goes.</summary>
    public async Task QuietAsync(TimeSpan atMost, CancellationToken ct)
    {
        if (!await Calls.CloseAsync(atMost, clock, ct))
        {
            LogCallsLeft(logger, Calls.Count, atMost.TotalMilliseconds);
        }
    }

    private async Task LeaveAsync(CancellationToken resumed)
    {
        try
        {
            await QuietAsync(options.StopGrace, resumed);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_gate)
        {
            if (!resumed.IsCancellationRequested)
            {
                ownership.Leave();
            }
        }
    }
}
