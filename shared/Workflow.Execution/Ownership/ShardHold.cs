using Workflow.Model;

namespace Workflow.Execution.Ownership;

/// <summary>A shard this process owns, for as long as the claim stands. Thread-safe.</summary>
public sealed class ShardHold(ShardClaim claim, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource _lost = new();
    private long _provenAt = clock.GetTimestamp();

    public ShardClaim Claim { get; } = claim;

    /// <summary>Fires when the shard is released or found to be somebody else's.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>A fence or a poll begun at <paramref name="timestamp"/> (of the same clock) has succeeded.</summary>
    public void Prove(long timestamp)
    {
        var known = Interlocked.Read(ref _provenAt);
        while (timestamp > known)
        {
            var seen = Interlocked.CompareExchange(ref _provenAt, timestamp, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    /// <summary>Whether ownership was confirmed no longer ago than <paramref name="limit"/>: false in a process that
    /// was frozen (R5).</summary>
    public bool IsProven(TimeSpan limit) =>
        !_lost.IsCancellationRequested && clock.GetElapsedTime(Interlocked.Read(ref _provenAt)) <= limit;

    public void Lose() => _lost.Cancel();

    public void Dispose() => _lost.Dispose();
}
