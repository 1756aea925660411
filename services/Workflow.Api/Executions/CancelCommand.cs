using Workflow.Api.Http;
using Workflow.Api.Intake;
using Workflow.Api.Live;
using Workflow.Api.Operations;
using Workflow.Api.Startup;
using Workflow.Api.Verbs;
using Workflow.Database.Queries;
using Workflow.Database.Transitions;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.Executions;

/// <summary>What became of a cancellation.</summary>
public abstract record CancelOutcome
{
    private CancelOutcome()
    {
    }

    /// <summary>The run has ended CANCELLED just now, and so have the runs it was waiting for.</summary>
    /// <param name="All">Every run that was cancelled, the asked one included.</param>
    public sealed record Cancelled(CancelledRun Run, IReadOnlyList<CancelledRun> All) : CancelOutcome;

    /// <summary>The run had an end status before; nothing was changed.</summary>
    public sealed record Ended(RunStatus Status) : CancelOutcome;

    /// <summary>There is no such run, or the caller may not see it.</summary>
    public sealed record NotFound : CancelOutcome;
}

/// <summary>Cancels a run: first in the database, where it is final, then by telling owners and bridges (R6).</summary>
public sealed class CancelCommand(
    CancelRun cancel, RunQueries runs, MessageProducer producer, RunEventPublisher events, ClusterState cluster,
    TimeProvider time)
{
    /// <param name="reason">Becomes the run's error message; null for none.</param>
    public async Task<CancelOutcome> RunAsync(Caller caller, Guid runId, string? reason, CancellationToken ct)
    {
        var cancelled = await cancel.RunAsync(caller.Sees, runId, Actors.Of(caller), reason, ct);
        ApiInstruments.Cancelled.Add(cancelled.Count);
        foreach (var run in cancelled)
        {
            Tell(run, caller.OwnerId, reason);
            events.Publish(run.RunId, run.Facts, run.Revision, RunStatus.Cancelled, run.CancelledAt);
        }

        if (cancelled.FirstOrDefault(run => run.RunId == runId) is { } asked)
        {
            return new CancelOutcome.Cancelled(asked, cancelled);
        }

        return await runs.FindAsync(caller.Sees, runId, ct) is { } found
            ? new CancelOutcome.Ended(found.Status)
            : new CancelOutcome.NotFound();
    }

    /// <summary>Nobody waits for the broker: owners and bridges also look for themselves.</summary>
    private void Tell(CancelledRun run, string by, string? reason) => producer.TrySend(
        Topics.CancellationRequests, run.Shard % cluster.Partitions, RequestMessage.KeyOf(run.RunId),
        MessageCodec.Encode(new CancellationRequest(run.RunId, by, reason, time.GetUtcNow())),
        new MessageHeader(MessageHeaders.Source, MessageHeaders.SourceApi));
}
