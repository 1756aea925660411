using Workflow.Database.Transitions;
using Workflow.Execution;
using Workflow.Execution.Journal;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>PENDING runs by the clock: those whose delayed start has come are started, those that have waited too long
/// fail.</summary>
internal sealed partial class QueueLook(
    QueuedRuns queued, HoldTable holds, RunTable runs, RunStarter starter, SlotBell bell, Backlog backlog,
    IRunEvents events,
    ConsumerOptions options, ExecutionOptions execution, ILogger<QueueLook> logger)
{
    /// <summary>One look at the owned shards.</summary>
    public async Task LookOnceAsync(CancellationToken ct)
    {
        var claims = holds.All.Select(hold => hold.Claim).ToList();
        var (expired, due, isQueued) = await queued.LookAsync([.. claims.Select(claim => claim.Shard)], ct);
        if (expired)
        {
            await Pages.TakeAsync(options.PageRows, () => ExpireAsync(claims, ct));
        }

        if (isQueued)
        {
            bell.Ring();
        }

        if (due)
        {
            await Pages.TakeAsync(options.PageRows, () => ReleaseAsync(claims, ct));
        }
    }

    private async Task<int> ExpireAsync(List<ShardClaim> claims, CancellationToken ct)
    {
        var expired = await queued.ExpireAsync(claims, options.PageRows, ct);
        if (expired.Count == 0)
        {
            return 0;
        }

        LogExpired(logger, expired.Count);
        foreach (var run in expired)
        {
            runs.Find(run.RunId)?.Executor.Release(RunExit.Ended);
        }

        events.Committed([.. expired.Select(run => RunEvent.Brief(
            run.RunId, run.Facts, run.Revision, RunStatus.Failed, run.At))]);
        return expired.Count;
    }

    private async Task<int> ReleaseAsync(List<ShardClaim> claims, CancellationToken ct)
    {
        var released = await queued.ReleaseAsync(claims, options.PageRows, ct);
        await StartAsync(released, ct);
        return released.Count;
    }

    private async Task StartAsync(List<Guid> released, CancellationToken ct)
    {
        if (released.Count == 0 || backlog.IsOn)
        {
            return;
        }

        var room = Math.Min(options.IntakeHighMark - runs.Unbegun, execution.RunsInMemoryMax - runs.Count);
        if (released.Count >= Math.Min(room, options.PageRows))
        {
            backlog.Begin();
            return;
        }

        await starter.LoadAsync([.. released], ct);
    }
}
