using Workflow.Database.Recovery;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>Tells runs in memory that they were paused or resumed. Every commit tells them too; this is for runs that
/// wait, and for messages that were lost.</summary>
internal sealed class PauseLook(RunPauses pauses, RunTable runs)
{
    /// <summary>One look at the runs in memory.</summary>
    public async Task LookOnceAsync(int[] shards, CancellationToken ct)
    {
        var known = runs.Ids;
        if (known.Length == 0)
        {
            return;
        }

        Tell(await pauses.RecentAsync(shards, known, ct));
        var paused = runs.Active.Where(run => run.Executor.IsPaused).Select(run => run.Executor.RunId).ToArray();
        if (paused.Length > 0)
        {
            Tell(await pauses.OfAsync(paused, ct));
        }
    }

    /// <summary>One look at those of the runs that are in memory.</summary>
    public async Task LookAtAsync(Guid[] runIds, CancellationToken ct)
    {
        var known = runIds.Where(runs.Contains).ToArray();
        if (known.Length > 0)
        {
            Tell(await pauses.OfAsync(known, ct));
        }
    }

    private void Tell(Dictionary<Guid, PauseMark> marks)
    {
        foreach (var (runId, mark) in marks)
        {
            runs.Find(runId)?.Executor.SetPause(mark);
        }
    }
}
