using Workflow.Model;

namespace Workflow.Database.Feed;

/// <summary>A run as the feed needs it.</summary>
internal sealed record StretchRun(
    Guid RunId, RunFacts Facts, RunStatus Status, long Revision, long? StartedRevision, DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt, RunEnd? End);

/// <summary>The steps of a run that had ended at the place from which its feed is told.</summary>
internal readonly record struct StretchStart(int Ended, StepMark? LastEnded);

/// <summary>A step that was open at that place, or began after it.</summary>
/// <param name="Ended">Null while it runs.</param>
/// <param name="IsReported">Whether it is a tool call that an agent reported, which counts in no progress.</param>
internal sealed record StretchStep(
    StepKey Key, string StepId, string StepType, string? AgentName, string? ToolName, string Status, long Began,
    long? Ended, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, bool IsReported = false)
{
    /// <summary>First revision after <paramref name="since"/> that changed it; 0 when none did.</summary>
    public long FirstAfter(long since) => Began > since ? Began : Ended ?? 0;

    /// <summary>The step as its first or its last revision left it.</summary>
    public StepChange At(long revision) => Ended == revision
        ? new StepChange(StepId, Key.Path, Key.Iteration, Key.Attempt, StepType, AgentName, ToolName, Status,
            Began == revision, StartedAt, CompletedAt ?? StartedAt)
        : new StepChange(StepId, Key.Path, Key.Iteration, Key.Attempt, StepType, AgentName, ToolName,
            StepStatus.Running.ToJson(), Began: true, StartedAt, null);
}
