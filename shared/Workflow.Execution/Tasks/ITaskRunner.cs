namespace Workflow.Execution.Tasks;

/// <summary>Runs one attempt of one kind of task. Keeps nothing between calls.</summary>
public interface ITaskRunner
{
    /// <summary>May be called again for the same step after a crash: an outside effect carries <see
    /// cref="TaskCall.TaskId"/>.
    /// Throws only for a bug, for cancellation, or <see cref="Jq.JqException"/> for an expression that fails.</summary>
    ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct);
}
