using System.Text;
using Workflow.Database.Transitions;
using Workflow.Execution.Journal;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>Cancels runs on behalf of others, and tells owners, bridges and watchers. A message that is lost is made up
/// for by their own looks at the database.</summary>
internal sealed class Cancellations(
    CancelRun cancel, RunTable runs, IRunEvents events, MessageProducer producer, ClusterShape cluster,
    TimeProvider clock)
{
    /// <summary>Ends the run, with the open runs that it waits for.</summary>
    /// <param name="isAnnounced">There is a message about the run itself already.</param>
    /// <returns>How many runs ended now.</returns>
    public async Task<int> RunAsync(Guid runId, string? by, string? reason, bool isAnnounced, CancellationToken ct)
    {
        var cancelled = await cancel.RunAsync(null, runId, by, reason, ct);
        runs.Find(runId)?.Executor.Release(RunExit.Ended);
        Tell(cancelled);
        foreach (var run in cancelled.Where(run => run.RunId != runId || !isAnnounced))
        {
            Announce(run.RunId, run.Shard, by, reason);
        }

        return cancelled.Count;
    }

    /// <summary>Lets go of runs that were cancelled, and tells watchers.</summary>
    public void Tell(IReadOnlyList<CancelledRun> cancelled)
    {
        foreach (var run in cancelled)
        {
            runs.Find(run.RunId)?.Executor.Release(RunExit.Ended);
        }

        events.Committed([.. cancelled.Select(run => RunEvent.Brief(
            run.RunId, run.Facts, run.Revision, RunStatus.Cancelled, run.CancelledAt))]);
    }

    /// <summary>Says that a run was cancelled to its owner and to every bridge.</summary>
    public void Announce(Guid runId, int shard, string? by, string? reason) => producer.TrySend(
        Topics.CancellationRequests, cluster.PartitionOf(shard), Encoding.ASCII.GetBytes(runId.ToString()),
        MessageCodec.Encode(new CancellationRequest(runId, by, reason, clock.GetUtcNow())));
}
