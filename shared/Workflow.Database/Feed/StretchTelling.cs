using Workflow.Model;

namespace Workflow.Database.Feed;

/// <summary>Tells a stretch of a run's feed from rows, as the owner has told it when it committed.</summary>
internal static class StretchTelling
{
    /// <summary>Revisions told at once, also of a run with few steps.</summary>
    private const int RevisionsMax = 250;

    /// <param name="steps">Sorted by <see cref="StretchStep.FirstAfter"/>.</param>
    /// <param name="isCut">Whether there are more steps than those; their first revision is that of the last step here
    /// or later.</param>
    /// <returns>Null when the cut leaves not one whole revision.</returns>
    public static RunStretch? Tell(
        StretchRun run, StretchStart start, IReadOnlyList<StretchStep> steps, bool isCut, long since,
        DateTimeOffset now)
    {
        var upTo = Math.Min(run.Revision, since + RevisionsMax);
        upTo = isCut ? Math.Min(upTo, steps[^1].FirstAfter(since) - 1) : upTo;
        if (upTo <= since)
        {
            return run.Revision <= since ? new RunStretch(run.RunId, [], run.Revision, run.End) : null;
        }

        var tally = new RunTally(start.Ended, start.LastEnded);
        var changes = new Dictionary<long, List<StretchStep>>();
        foreach (var step in steps)
        {
            if (step.Began <= since)
            {
                if (!step.IsReported)
                {
                    tally.Take(step.Key, step.StepId, step.StartedAt, null);
                }
            }
            else
            {
                Add(changes, step.Began, step);
            }

            if (step.Ended is { } ended && ended != step.Began)
            {
                Add(changes, ended, step);
            }
        }

        var events = new List<RunEvent>((int)(upTo - since));
        for (var revision = since + 1; revision <= upTo; revision++)
        {
            events.Add(EventOf(run, revision, changes.GetValueOrDefault(revision) ?? [], tally, now));
        }

        return new RunStretch(run.RunId, events, run.Revision, run.End);
    }

    private static void Add(Dictionary<long, List<StretchStep>> changes, long revision, StretchStep step)
    {
        if (!changes.TryGetValue(revision, out var list))
        {
            changes[revision] = list = [];
        }

        list.Add(step);
    }

    private static RunEvent EventOf(
        StretchRun run, long revision, List<StretchStep> steps, RunTally tally, DateTimeOffset now)
    {
        // A run that has left PENDING without telling at which revision did so at its first.
        var started = run.StartedRevision ?? (run.StartedAt is null ? long.MaxValue : 1);
        var isLast = revision == run.Revision && run.Status.IsEnd();
        var status = isLast ? run.Status : revision < started ? RunStatus.Pending : RunStatus.Running;
        var latest = Later(revision == started ? run.StartedAt : null, isLast ? run.CompletedAt : null);
        var changes = new List<StepChange>(steps.Count);
        foreach (var step in steps)
        {
            var change = step.At(revision);
            if (!step.IsReported)
            {
                tally.Take(step.Key, step.StepId, change.StartedAt, change.CompletedAt);
            }

            changes.Add(change);
            latest = Later(latest, change.CompletedAt ?? change.StartedAt);
        }

        return new RunEvent(
            run.RunId, run.Facts.OwnerId, run.Facts.WorkflowId, revision,
            RunChange.Of(status, isStart: revision == started), status.ToJson(),
            tally.ProgressOf(status, run.Facts.TotalSteps), changes, Moment.Of(latest ?? now));
    }

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right > left ? right : left;
}
