using Workflow.Api.Http;
using Workflow.Api.Live;
using Workflow.Database.Audit;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>What became of a pause or a resume.</summary>
public abstract record PauseOutcome
{
    private PauseOutcome()
    {
    }

    /// <summary>The run is as asked for, now or before.</summary>
    public sealed record Done(PausedRun Run) : PauseOutcome;

    /// <summary>The run has an end status; nothing was changed.</summary>
    public sealed record Ended(RunStatus Status) : PauseOutcome;

    /// <summary>There is no such run, or the caller may not see it.</summary>
    public sealed record NotFound : PauseOutcome;
}

/// <summary>Pauses and resumes runs: in the database first, then by waking the owner.</summary>
public sealed class PauseCommand(PauseRun pause, OwnerSignals signals, RunEventPublisher events)
{
    public async Task<PauseOutcome> PauseAsync(Caller caller, Guid runId, string? reason, CancellationToken ct) =>
        Tell(await pause.PauseAsync(caller.Sees, runId, Actors.Of(caller), reason, ct), AuditVerb.Pause);

    public async Task<PauseOutcome> ResumeAsync(Caller caller, Guid runId, string? reason, CancellationToken ct) =>
        Tell(await pause.ResumeAsync(caller.Sees, runId, Actors.Of(caller), reason, ct), AuditVerb.Resume);

    private PauseOutcome Tell(PausedRun? run, string verb)
    {
        if (run is null)
        {
            return new PauseOutcome.NotFound();
        }

        if (run.Status.IsEnd())
        {
            return new PauseOutcome.Ended(run.Status);
        }

        if (run.IsChanged)
        {
            signals.Wake(run.RunId, run.Shard, verb);
            events.Publish(
                run.RunId, run.Facts, run.Revision, run.Status, run.At, paused: verb == AuditVerb.Pause);
        }

        return new PauseOutcome.Done(run);
    }
}
