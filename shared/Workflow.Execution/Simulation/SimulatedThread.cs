namespace Workflow.Execution.Simulation;

/// <summary>One thread for everything that a simulated run does: what is to be done waits here until
/// <see cref="RunDry"/> does it, in order. The same run takes the same course every time.</summary>
internal sealed class SimulatedThread : TaskScheduler
{
    private readonly Queue<Task> _ready = new();

    /// <summary>Executes until nothing is ready any more, which means that everything waits for time to pass, or for
    /// ever.</summary>
    /// <returns>False when it was cut off before.</returns>
    public bool RunDry(Func<bool> isCutOff)
    {
        // A caller's context would take what follows on an await to other threads.
        var outer = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            while (_ready.TryDequeue(out var task))
            {
                if (isCutOff())
                {
                    return false;
                }

                TryExecuteTask(task);
            }

            return true;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    /// <summary>Begins work here; it goes on with <see cref="RunDry"/>.</summary>
    public Task Begin(Func<Task> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    protected override void QueueTask(Task task) => _ready.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
