using System.Collections.Concurrent;
using Workflow.Model;

namespace Workflow.Execution.Children;

/// <summary>The children that runs in this process wait for, by the task id of the waiting step. Thread-safe.</summary>
public sealed class ChildWaits
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<ChildEnd>> _waits = new();

    /// <summary>Starts to listen; ends with the child.</summary>
    public Task<ChildEnd> Open(Guid taskId) => _waits.GetOrAdd(
        taskId, _ => new TaskCompletionSource<ChildEnd>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Close(Guid taskId) => _waits.TryRemove(taskId, out _);

    /// <summary>Gives a child's end to the step that waits for it. False when none does here, or has it
    /// already.</summary>
    public bool TryDeliver(Guid taskId, ChildEnd end) =>
        _waits.TryGetValue(taskId, out var waiting) && waiting.TrySetResult(end);
}
