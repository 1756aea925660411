using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.RunWorkflow;

/// <summary>What the end of a child means for the task that waited for it.</summary>
internal static class ChildOutcome
{
    public static TaskOutcome Of(ChildEnd end, RunWorkflowTask task) => StatusText.ParseRun(end.Status) switch
    {
        RunStatus.Completed => TaskOutcome.Completed(
            JqValue.ParseOrNull(end.Output.Utf8.Span)),
        RunStatus.Cancelled => TaskOutcome.Failed(new WorkflowError(
            StandardErrors.ChildCancelled, 409, "The child run was cancelled.",
            $"Run {end.RunId} of {task.Workflow}{(end.ErrorMessage is null ? "." : $": {end.ErrorMessage}")}",
            task.Pointer)),
        _ => TaskOutcome.Failed(Failure(end, task)),
    };

    /// <summary>The child's own error, as seen from the parent: what it is stays, where it is becomes the
    /// task.</summary>
    private static WorkflowError Failure(ChildEnd end, RunWorkflowTask task)
    {
        var error = end.Error.IsNull
            ? WorkflowError.Runtime(end.ErrorMessage ?? "The child run failed.", null)
            : WorkflowError.FromValue(JqValue.Parse(end.Error.Utf8.Span));
        var place = $"(run {end.RunId} of {task.Workflow}{(error.Instance is null ? "" : $", at {error.Instance}")})";
        return error with
        {
            Detail = error.Detail is null ? place : $"{error.Detail} {place}",
            Instance = task.Pointer,
        };
    }
}
