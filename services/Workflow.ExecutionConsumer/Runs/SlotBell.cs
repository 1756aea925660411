namespace Workflow.ExecutionConsumer.Runs;

/// <summary>Rings when a slot of a concurrency key may have become free, or somebody may have come for one.
/// Thread-safe.</summary>
internal sealed class SlotBell
{
    private readonly SemaphoreSlim _rung = new(0, 1);
    private volatile bool _isAwaited;

    /// <summary>Whether runs of owned shards wait for slots, as far as is known.</summary>
    public bool IsAwaited
    {
        get => _isAwaited;
        set => _isAwaited = value;
    }

    public void Ring()
    {
        try
        {
            if (_rung.CurrentCount == 0)
            {
                _rung.Release();
            }
        }
        catch (SemaphoreFullException)
        {
            // Somebody else rang at the same moment.
        }
    }

    public Task WaitAsync(CancellationToken ct) => _rung.WaitAsync(ct);
}
