using Workflow.Model;

namespace Workflow.Execution.Journal;

/// <summary>Makes the event of a commit. What it says, the database could say too.</summary>
internal static class CommitEvents
{
    /// <summary>Larger ends are read from the database by whoever wants them.</summary>
    private const int EndBytesMax = 4_096;

    /// <param name="mark">What the row says since.</param>
    /// <param name="tally">Of the run before the commit; it counts the commit.</param>
    public static RunEvent Of(RunCommit commit, RunFacts facts, CommitMark mark, RunTally tally, TimeProvider clock)
    {
        var to = mark.IsEndHeld ? commit.From : commit.To;
        var changes = new List<StepChange>(commit.Steps.Count);
        DateTimeOffset? latest = commit.From == RunStatus.Pending ? commit.StartedAt : null;
        latest = mark.IsEndHeld ? latest : Later(latest, commit.CompletedAt);
        foreach (var step in commit.Steps)
        {
            var began = tally.Take(step.Key, step.StepId, step.StartedAt, step.CompletedAt);
            if (began || step.CompletedAt is not null)
            {
                changes.Add(ChangeOf(step, began));
                latest = Later(latest, step.CompletedAt ?? step.StartedAt);
            }
        }

        // With the step of an agent its tool calls may have ended, which the owner does not know: the database tells.
        var isPart = mark.Pause.Change > 0 && commit.Steps.Any(
            step => step.StepType == StepType.AgentExecution && step.HasEnded);
        return new RunEvent(
            commit.RunId, facts.OwnerId, facts.WorkflowId, mark.Revision,
            RunChange.Of(to, isStart: commit.From == RunStatus.Pending), to.ToJson(),
            tally.ProgressOf(to, facts.TotalSteps), isPart ? null : changes, Moment.Of(latest ?? clock.GetUtcNow()))
        {
            End = to.IsEnd() && EndOf(commit) is { Bytes: <= EndBytesMax } end ? end : null,
        };
    }

    private static RunEnd EndOf(RunCommit commit) => new(commit.Output, commit.Error, commit.ErrorMessage, null);

    private static StepChange ChangeOf(StepRecord step, bool began) => new(
        step.StepId, step.Key.Path, step.Key.Iteration, step.Key.Attempt, step.StepType, step.AgentName, step.ToolName,
        step.Status.ToJson(), began, Moment.Of(step.StartedAt),
        step.CompletedAt is { } end ? Moment.Of(end) : null);

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) =>
        left is null || right > left ? right : left;
}
