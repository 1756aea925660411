using Workflow.Bridge.Calls;
using Workflow.Database.Bridge;

namespace Workflow.Bridge.Cancellations;

/// <summary>Breaks off calls whose step or run has ended without us hearing of it: messages may get lost.</summary>
internal sealed class EndedCalls(CallTable calls, TaskLookup lookup, ILogger<EndedCalls> logger)
{
    /// <summary>Looks at every open call in one statement.</summary>
    public async Task LookOnceAsync(CancellationToken ct)
    {
        var open = calls.All();
        if (open.Count == 0)
        {
            return;
        }

        var shards = await lookup.LiveShardsAsync(open.ConvertAll(call => call.Attempt), ct);
        var ended = 0;
        for (var i = 0; i < open.Count; i++)
        {
            if (shards[i] is null)
            {
                open[i].Abort(AbortReason.Ended);
                ended++;
            }
        }

        if (ended > 0)
        {
            logger.CallsEnded(ended, open.Count);
        }
    }
}
