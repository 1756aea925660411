using System.Data.Common;
using Workflow.Database.Bridge;
using Workflow.Model;

namespace Workflow.Bridge.Calls;

/// <summary>Looks again at a call that had to wait for its place: its step may have ended meanwhile (R3, R6).</summary>
internal sealed class LateLook(TaskLookup lookup, TimeProvider time)
{
    /// <summary>Age up to which the look at the call's admission counts.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the call's step still runs and its agent has not accepted it meanwhile. Waits while the
    /// database is away: then nobody knows.</summary>
    /// <exception cref="OperationCanceledException">The call was broken off meanwhile.</exception>
    public async ValueTask<bool> IsWantedAsync(OpenCall call)
    {
        if (time.GetElapsedTime(call.LookedAt) <= AgeMax)
        {
            return true;
        }

        var found = await InsistAsync(token => lookup.LookAsync([call.Attempt], token), call.Token);
        return found[0] is { AcceptedUntil: null };
    }

    /// <summary>The last checkpoint that is recorded of the call's attempt; empty for none. Waits like the
    /// other.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public async Task<RawJson> CheckpointAsync(OpenCall call, CancellationToken ct) =>
        await InsistAsync(token => lookup.CheckpointAsync(call.Attempt, token), ct) is { } text
            ? RawJson.FromText(text)
            : default;

    private async Task<T> InsistAsync<T>(Func<CancellationToken, Task<T>> lookAsync, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await lookAsync(ct);
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                await Task.Delay(RetryPause, time, ct);
            }
        }
    }
}
