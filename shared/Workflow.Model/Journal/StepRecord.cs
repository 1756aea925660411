namespace Workflow.Model;

/// <summary>Which attempt of which step: the key of <c>step_executions</c> within a run.</summary>
/// <param name="Path">JSON pointer of the task.</param>
/// <param name="Iteration">Loop indexes from outer to inner joined by dots; <c>0</c> outside loops; <c>~n</c> marks
/// returns.</param>
/// <param name="Attempt">From 1.</param>
public readonly record struct StepKey(string Path, string Iteration, int Attempt);

/// <summary>What is written of one attempt of a step. Empty payloads are stored as null.</summary>
public sealed record StepRecord
{
    public required StepKey Key { get; init; }
    public required string StepId { get; init; }
    public required string StepType { get; init; }
    public required StepStatus Status { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public string? AgentName { get; init; }
    public string? ToolName { get; init; }
    public Guid? TaskId { get; init; }
    public RawJson Input { get; init; }

    /// <summary>What the task left behind, after <c>output.as</c>.</summary>
    public RawJson Output { get; init; }

    /// <summary>The context after <c>export.as</c>; empty when the task exports nothing.</summary>
    public RawJson Context { get; init; }

    /// <summary>Where the flow goes, when not simply on.</summary>
    public string? Next { get; init; }

    public RawJson Error { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public RawJson Metadata { get; init; }

    /// <summary>What an agent last reported of its work on it. Read only: it is written as it arrives.</summary>
    public RawJson Checkpoint { get; init; }

    public bool HasEnded => Status is not (StepStatus.Pending or StepStatus.Running);
}
