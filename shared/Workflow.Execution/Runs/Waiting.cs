namespace Workflow.Execution.Runs;

/// <summary>Waits that can be cut.</summary>
internal static class Waiting
{
    /// <summary>Like <see cref="Task{T}.WaitAsync(CancellationToken)"/>, but what follows runs on the scheduler of
    /// the caller all the way: with one scheduler per process a simulation decides every order
    /// (docs/ownership-model.md).</summary>
    public static Task<T> OrCancelled<T>(this Task<T> task, CancellationToken ct) =>
        task.IsCompleted || !ct.CanBeCanceled ? task : FirstAsync(task, ct);

    private static async Task<T> FirstAsync<T>(Task<T> task, CancellationToken ct)
    {
        var first = new TaskCompletionSource();
        using (ct.UnsafeRegister(
            static (source, cut) => ((TaskCompletionSource)source!).TrySetCanceled(cut), first))
        {
            _ = task.ContinueWith(
                static (_, source) => ((TaskCompletionSource)source!).TrySetResult(), first, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
            await first.Task;
        }

        return await task;
    }
}
