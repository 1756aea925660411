using Workflow.Model;

namespace Workflow.Execution.Inheritance;

/// <summary>What is known of a recorded attempt without its payloads.</summary>
/// <param name="Next">As in <see cref="StepRecord.Next"/>.</param>
public sealed record PastStep(StepKey Key, StepStatus Status, string? Next)
{
    public bool HasEnded => Status is not (StepStatus.Pending or StepStatus.Running);

    public bool WentThrough => Status is StepStatus.Completed or StepStatus.Skipped;
}

/// <summary>A recorded attempt that a new run takes over.</summary>
/// <param name="From">Its key in the run before.</param>
/// <param name="To">Its key in the new run: attempts of a repeated <c>try</c> count from 1 again.</param>
/// <param name="IsOpen">A <c>try</c> whose handler the new run goes on with, or an event of a <c>listen</c> and the
/// listen around it: taken over as begun and not ended.</param>
public readonly record struct InheritedStep(StepKey From, StepKey To, bool IsOpen = false);

/// <summary>The step from which a run is to run again.</summary>
/// <param name="Path">JSON pointer of the task.</param>
/// <param name="Iteration">As in the column; null for the first time the run came by, and in a parallel loop for
/// each iteration.</param>
public sealed record RepeatPoint(string Path, string? Iteration);

/// <summary>What a new run takes over.</summary>
/// <param name="Reached">Whether the run before came by the point to repeat from; true without one.</param>
/// <param name="RaceAround">Name of a competing <c>fork</c> around that point: what was decided there cannot be
/// repeated in part. Null without one.</param>
public sealed record Heritage(IReadOnlyList<InheritedStep> Steps, bool Reached, string? RaceAround);
