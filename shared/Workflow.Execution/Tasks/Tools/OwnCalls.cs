namespace Workflow.Execution.Tasks.Tools;

/// <summary>The calls that this process makes itself, each from before it is sent until its end is committed: a process
/// that lets go of a run in between leaves the call to be made again. Thread-safe.</summary>
public sealed class OwnCalls
{
    private readonly Lock _gate = new();
    private TaskCompletionSource<bool>? _closed;
    private TaskCompletionSource? _quiet;
    private int _open;

    /// <summary>Calls whose end is not committed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open;
            }
        }
    }

    /// <summary>Lets no call begin until <see cref="Reopen"/>, and waits for those under way.</summary>
    /// <param name="atMost">How long to wait for them.</param>
    /// <returns>Whether none is left.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled; calls may still not begin.</exception>
    public async Task<bool> CloseAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        Task quiet;
        lock (_gate)
        {
            _closed ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _quiet ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            quiet = _open == 0 ? Task.CompletedTask : _quiet.Task;
        }

        try
        {
            await quiet.WaitAsync(atMost, clock, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Lets calls begin again.</summary>
    public void Reopen()
    {
        TaskCompletionSource<bool>? closed;
        lock (_gate)
        {
            (closed, _closed, _quiet) = (_closed, null, null);
        }

        closed?.SetResult(true);
    }

    /// <summary>Notes a call, until what is returned is disposed of.</summary>
    /// <param name="reopened">When none may begin: ends once they may.</param>
    /// <returns>Null when none may begin now.</returns>
    internal OwnCall? TryBegin(out Task<bool> reopened)
    {
        lock (_gate)
        {
            reopened = _closed?.Task ?? Task.FromResult(true);
            if (_closed is not null)
            {
                return null;
            }

            _open++;
            return new OwnCall(this);
        }
    }

    private void End()
    {
        TaskCompletionSource? quiet;
        lock (_gate)
        {
            quiet = --_open == 0 ? _quiet : null;
        }

        quiet?.TrySetResult();
    }

    /// <summary>One call; ending it twice is ending it once.</summary>
    internal sealed class OwnCall(OwnCalls calls) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                calls.End();
            }
        }
    }
}
