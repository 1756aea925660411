using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>Holds the branches of a paused run back from beginning anything. Thread-safe.</summary>
internal sealed class PauseGate
{
    private static readonly Task<bool> Open = Task.FromResult(true);

    private readonly Lock _gate = new();
    private volatile TaskCompletionSource<bool>? _closed;
    private long _change = -1;

    public bool IsPaused => _closed is not null;

    /// <summary>Ends when the run is not paused, or not any more.</summary>
    public Task<bool> Opened => _closed?.Task ?? Open;

    /// <summary>Takes in what somebody read of the run; an older mark than the last changes nothing.</summary>
    public void Set(PauseMark mark)
    {
        TaskCompletionSource<bool>? opened = null;
        lock (_gate)
        {
            if (mark.Change < _change)
            {
                return;
            }

            _change = mark.Change;
            if (mark.IsPaused)
            {
                _closed ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            else
            {
                opened = _closed;
                _closed = null;
            }
        }

        opened?.SetResult(true);
    }
}
