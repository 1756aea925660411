using System.Data.Common;
using Workflow.Database.Bridge;

namespace Workflow.Bridge.Calls;

/// <summary>Looks again at a call that had to wait for its place: its step may have ended meanwhile (R3, R6).</summary>
internal sealed class LateLook(TaskLookup lookup, TimeProvider time)
{
    /// <summary>Age up to which the look at the call's admission counts.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Whether the call's step still runs. Waits while the database is away: then nobody knows.</summary>
    /// <exception cref="OperationCanceledException">The call was broken off meanwhile.</exception>
    public async ValueTask<bool> IsWantedAsync(OpenCall call)
    {
        if (time.GetElapsedTime(call.LookedAt) <= AgeMax)
        {
            return true;
        }

        while (true)
        {
            try
            {
                return (await lookup.LiveShardsAsync([call.Attempt], call.Token))[0] is not null;
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                await Task.Delay(RetryPause, time, call.Token);
            }
        }
    }
}
