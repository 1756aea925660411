using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Jq;

namespace Workflow.Execution.Tasks;

/// <summary>How one attempt of a task ended: an output, or an error. Expected failures are values.</summary>
public readonly record struct TaskOutcome
{
    /// <summary>The run is paused and the task has not begun: it is run again from its start.</summary>
    public static readonly TaskOutcome Held = new(null, null, null) { IsHeld = true };

    private TaskOutcome(JqValue? output, WorkflowError? error, FlowDirective? then) =>
        (Output, Error, Then) = (output, error, then);

    /// <summary>The raw output; null when it failed.</summary>
    public JqValue? Output { get; }

    public WorkflowError? Error { get; }

    public bool IsHeld { get; private init; }

    /// <summary>Of a task list: it was left by <c>exit</c>.</summary>
    internal bool HasExited { get; init; }

    /// <summary>Of a call that failed: when it is made again; null when it is not.</summary>
    internal CallAgent.CallAgain? Again { get; init; }

    /// <summary>Where the flow goes instead of the task's own <c>then</c>.</summary>
    public FlowDirective? Then { get; }

    public static TaskOutcome Completed(JqValue output, FlowDirective? then = null) => new(output, null, then);

    public static TaskOutcome Failed(WorkflowError error) => new(null, error, null);
}
