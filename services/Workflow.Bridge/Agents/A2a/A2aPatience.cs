namespace Workflow.Bridge.Agents.A2a;

/// <summary>Cancelled with the call; but a little later while it is not known what there is to cancel at the
/// agent.</summary>
internal sealed class A2aPatience : IDisposable
{
    private readonly CancellationToken _call;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _registration;

    /// <param name="isWorthIt">Whether to wait.</param>
    /// <param name="atMost">How long.</param>
    /// <param name="call">The call's own token.</param>
    public A2aPatience(Func<bool> isWorthIt, TimeSpan atMost, TimeProvider time, CancellationToken call)
    {
        _call = call;
        _end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _registration = call.Register(() => _end.CancelAfter(isWorthIt() ? atMost : TimeSpan.Zero));
    }

    public CancellationToken Token => _end.Token;

    /// <summary>There is nothing to wait for any more.</summary>
    public void Learned()
    {
        if (_call.IsCancellationRequested)
        {
            _end.Cancel();
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _end.Dispose();
    }
}
