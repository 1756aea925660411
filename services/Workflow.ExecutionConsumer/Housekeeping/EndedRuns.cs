using Workflow.Database.Audit;
using Workflow.Database.Recovery;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>What ended without its owner hearing of it: runs in memory whose row has an end status (R6), and children
/// that no step waits for any more.</summary>
/// <remarks>Where there are many, each look takes a part of them, and five looks all.</remarks>
internal sealed partial class EndedRuns(
    OpenRuns open, RunTable runs, Cancellations cancellations, ConsumerOptions options, ILogger<EndedRuns> logger)
{
    private const string By = Actor.Platform;
    private const string NobodyWaits = "The step that waited for it has ended.";
    private const int Turns = 5;

    private int _turn;

    /// <summary>One look at the runs in memory and at the children of owned shards.</summary>
    public async Task LookOnceAsync(int[] shards, CancellationToken ct)
    {
        _turn = (_turn + 1) % Turns;
        var known = runs.Ids;
        known = known.Length <= options.PageRows ? known : [.. known.Where(id => IsInTurn(id.GetHashCode()))];
        foreach (var page in known.Chunk(options.PageRows))
        {
            await LetGoAsync(page, ct);
        }

        int[] inTurn = [.. shards.Where(IsInTurn)];
        foreach (var child in await open.AbandonedAsync(inTurn, options.PageRows, ct))
        {
            var ended = await cancellations.RunAsync(child.RunId, By, NobodyWaits, isAnnounced: false, ct);
            LogAbandoned(logger, child.RunId, child.Shard, ended);
        }
    }

    private bool IsInTurn(int number) => (uint)number % Turns == _turn;

    private async Task LetGoAsync(Guid[] known, CancellationToken ct)
    {
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
                LogFoundCancelled(logger, run.RunId, run.Shard);
                cancellations.Announce(run.RunId, run.Shard, null, null);
            }
        }
    }
}
