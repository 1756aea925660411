namespace Workflow.Api.Live.Connections;

/// <summary>One open socket or stream.</summary>
internal sealed class LiveConnection(LiveConnections all, string ownerId, TimeProvider clock) : IDisposable
{
    private long _wroteAt = clock.GetTimestamp();
    private int _isQuiet;

    public string OwnerId => ownerId;

    /// <summary>Set whenever there is something to look at.</summary>
    public Signal Signal { get; } = new();

    /// <summary>Whether it has been silent for so long that it needs a sign of life; asking answers for it.</summary>
    public bool TakeQuiet() => Interlocked.Exchange(ref _isQuiet, 0) == 1;

    public void Wrote() => Interlocked.Exchange(ref _wroteAt, clock.GetTimestamp());

    public void Beat(TimeSpan interval)
    {
        if (clock.GetElapsedTime(Interlocked.Read(ref _wroteAt)) >= interval)
        {
            Interlocked.Exchange(ref _isQuiet, 1);
            Signal.Set();
        }
    }

    public void Dispose() => all.Leave(this);
}
