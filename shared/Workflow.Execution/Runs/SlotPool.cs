namespace Workflow.Execution.Runs;

/// <summary>How many runs may execute at once, with a way to have all slots to oneself. Thread-safe.</summary>
public sealed class SlotPool(int slots) : IDisposable
{
    private readonly SemaphoreSlim _free = new(slots, slots);
    private readonly SemaphoreSlim _alone = new(1, 1);

    public Task TakeAsync(CancellationToken ct) => _free.WaitAsync(ct);

    public void Release() => _free.Release();

    /// <summary>Waits until no run executes and keeps it so until <see cref="ReleaseAll"/>.</summary>
    public async Task TakeAllAsync(CancellationToken ct)
    {
        await _alone.WaitAsync(ct);
        var taken = 0;
        try
        {
            for (; taken < slots; taken++)
            {
                await _free.WaitAsync(ct);
            }
        }
        catch (OperationCanceledException)
        {
            ReleaseFree(taken);
            _alone.Release();
            throw;
        }
    }

    public void ReleaseAll()
    {
        ReleaseFree(slots);
        _alone.Release();
    }

    public void Dispose()
    {
        _free.Dispose();
        _alone.Dispose();
    }

    private void ReleaseFree(int count)
    {
        if (count > 0)
        {
            _free.Release(count);
        }
    }
}
