namespace Workflow.Bridge.Agents;

/// <summary>Cancelled when a call may go on no longer: at its deadline, or when it is broken off.</summary>
internal sealed class CallLimit : IDisposable
{
    /// <summary>Longer ones do not fit a timer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    /// <param name="deadline">Cancels then; at once when it is past.</param>
    /// <param name="otherwise">Cancels after this long when there is no deadline; null: never.</param>
    /// <param name="aborted">Cancels too.</param>
    public CallLimit(DateTimeOffset? deadline, TimeSpan? otherwise, TimeProvider time, CancellationToken aborted)
    {
        var left = deadline is { } at ? at - time.GetUtcNow() : otherwise ?? Longest;
        if (left > TimeSpan.Zero)
        {
            _timer = new CancellationTokenSource(left < Longest ? left : Longest, time);
        }
        else
        {
            _timer = new CancellationTokenSource();
            _timer.Cancel();
        }

        _both = CancellationTokenSource.CreateLinkedTokenSource(aborted, _timer.Token);
    }

    public CancellationToken Token => _both.Token;

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
