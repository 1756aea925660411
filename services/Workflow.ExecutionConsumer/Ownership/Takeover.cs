using Workflow.Database.Recovery;
using Workflow.Execution;
using Workflow.Execution.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.ExecutionConsumer.Telemetry;

namespace Workflow.ExecutionConsumer.Ownership;

/// <summary>What a new owner does with the runs it finds: counts after an unclean end, sets suspects apart, carries on
/// the rest.</summary>
internal sealed partial class Takeover(
    Quarantine quarantine, OpenRuns open, RunStarter starter, Suspects suspects, RunTable runs, TakeoverTurns turns,
    ConsumerOptions options, ExecutionOptions execution, ILogger<Takeover> logger) : ITakeover
{
    /// <inheritdoc/>
    public async Task PrepareAsync(ShardHold hold, bool isClean, CancellationToken ct)
    {
        ConsumerInstruments.TookOver(isClean);
        if (!isClean)
        {
            await quarantine.CountAsync(
                hold.Claim, execution.RunsInMemoryMax, execution.SlotsMax, options.SuspectRecoveries, ct);
        }

        foreach (var run in await open.SuspectsAsync(
            hold.Claim.Shard, options.SuspectRecoveries, options.PageRows, ct))
        {
            suspects.Add(run.RunId, hold);
        }
    }

    /// <inheritdoc/>
    public async Task CarryOnAsync(ShardHold hold, CancellationToken ct)
    {
        var unparked = await UnparkedAsync(hold.Claim.Shard, ct);
        if (unparked.Count > 0)
        {
            LogCarryingOn(logger, hold.Claim.Shard, unparked.Count);
        }

        foreach (var page in unparked.Chunk(options.PageRows))
        {
            if (runs.Count >= execution.RunsInMemoryMax)
            {
                // The rest is found by the look at open runs, as soon as there is room.
                return;
            }

            await LoadAsync([.. page.Select(run => run.RunId)], ct);
        }
    }

    private async Task<List<OpenRun>> UnparkedAsync(int shard, CancellationToken ct)
    {
        using var turn = await turns.NextAsync(ct);
        return await open.UnparkedAsync(shard, ct);
    }

    private async Task LoadAsync(Guid[] page, CancellationToken ct)
    {
        using var turn = await turns.NextAsync(ct);
        await starter.LoadAsync(page, ct);
    }
}
