namespace Workflow.Bridge.Agents;

/// <summary>Cancelled when a call may go on no longer: at its deadline, or when it is broken off.</summary>
internal sealed class CallLimit : IDisposable
{
    /// <summary>Longer ones do not fit a timer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    /// <param name="deadline">Cancels then; at once when it is past.</param>
    /// <param name="otherwise">Cancels after this long when there is no deadline.</param>
    /// <param name="aborted">Cancels too.</param>
    public CallLimit(DateTimeOffset? deadline, TimeSpan otherwise, TimeProvider time, CancellationToken aborted)
    {
        var left = deadline is { } at ? at - time.GetUtcNow() : otherwise;
        _timer = new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, Longest.Ticks)), time);
        if (left <= TimeSpan.Zero)
        {
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
