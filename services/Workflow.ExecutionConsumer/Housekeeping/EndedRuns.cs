using Workflow.Database.Audit;
using Workflow.Database.Recovery;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>What ended without its owner hearing of it: runs in memory whose row has an end status (R6), and children
/// that no step waits for any more.</summary>
internal sealed partial class EndedRuns(
    OpenRuns open, RunTable runs, Cancellations cancellations, ConsumerOptions options, ILogger<EndedRuns> logger)
{
    private const string By = Actor.Platform;
    private const string NobodyWaits = "The step that waited for it has ended.";

    /// <summary>One look at the runs in memory and at the children of owned shards.</summary>
    public async Task LookOnceAsync(int[] shards, CancellationToken ct)
    {
        await LetGoAsync(ct);
        foreach (var child in await open.AbandonedAsync(shards, options.PageRows, ct))
        {
            var ended = await cancellations.RunAsync(child.RunId, By, NobodyWaits, isAnnounced: false, ct);
            LogAbandoned(logger, child.RunId, ended);
        }
    }

    private async Task LetGoAsync(CancellationToken ct)
    {
        var known = runs.Ids;
        if (known.Length == 0)
        {
            return;
        }

        foreach (var run in await open.EndedAsync(known, ct))
        {
            if (runs.Find(run.RunId) is not { } active)
            {
                continue;
            }

            active.Executor.Release(RunExit.Ended);
            if (run.Status == RunStatus.Cancelled)
            {
                // The message was lost or is late: bridges may have calls of it in flight.
                LogFoundCancelled(logger, run.RunId);
                cancellations.Announce(run.RunId, run.Shard, null, null);
            }
        }
    }
}
