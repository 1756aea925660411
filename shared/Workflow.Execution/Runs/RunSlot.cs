namespace Workflow.Execution.Runs;

/// <summary>A run's hold on the slot pool: taken while any of its branches executes, free while all of them wait.
/// Thread-safe.</summary>
/// <param name="pool">Null for a run in quarantine, which has all slots already.</param>
internal sealed class RunSlot(SlotPool? pool)
{
    private readonly Lock _gate = new();
    private Task? _taking;
    private int _active;
    private bool _held;
    private bool _closed;

    /// <summary>A branch wants to execute.</summary>
    /// <exception cref="OperationCanceledException">The run was closed.</exception>
    public Task EnterAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return Task.FromCanceled(new CancellationToken(canceled: true));
            }

            _active++;
            if (_held || pool is null)
            {
                return Task.CompletedTask;
            }

            if (_taking is null)
            {
                // A slot that is free is taken within the call; only a wait is remembered.
                var taking = TakeAsync(pool, ct);
                _taking = taking.IsCompleted ? null : taking;
                return taking;
            }

            return _taking;
        }
    }

    /// <summary>A branch waits or has ended.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _active--;
            ReleaseIfIdle();
        }
    }

    /// <summary>Closes the slot for good if no branch executes and <paramref name="agree"/> says yes; no branch can
    /// begin to execute in between.</summary>
    public bool TryClose(Func<bool> agree)
    {
        lock (_gate)
        {
            if (_active > 0 || _taking is not null || !agree())
            {
                return false;
            }

            _closed = true;
            return true;
        }
    }

    /// <summary>Whether every branch waits.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _active == 0 && _taking is null;
            }
        }
    }

    /// <summary>The run is over: gives the slot back whatever its branches do.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _active = 0;
            ReleaseIfIdle();
        }
    }

    private async Task TakeAsync(SlotPool from, CancellationToken ct)
    {
        try
        {
            await from.TakeAsync(ct);
        }
        catch
        {
            lock (_gate)
            {
                _taking = null;
            }

            throw;
        }

        lock (_gate)
        {
            _taking = null;
            _held = true;
            ReleaseIfIdle();
        }
    }

    private void ReleaseIfIdle()
    {
        if (_held && _active <= 0)
        {
            _held = false;
            pool!.Release();
        }
    }
}
