using StepTypes = Workflow.Model.StepType;

namespace Workflow.Definitions.Syntax;

/// <summary><c>foreach</c> of a <c>listen</c>: run once for each event that was taken, in their order. Its input is
/// what is read of the event, and so is its output unless its tasks leave another.</summary>
public sealed record ForeachTask : TaskNode
{
    /// <summary>Variable name of what is read of the event, without <c>$</c>.</summary>
    public required string Item { get; init; }

    /// <summary>Variable name of its place, from 0, without <c>$</c>.</summary>
    public required string At { get; init; }

    /// <summary>Null for no tasks.</summary>
    public TaskList? Do { get; init; }

    public override string StepType => StepTypes.DataProcessing;
}
