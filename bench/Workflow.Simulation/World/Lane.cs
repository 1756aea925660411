namespace Workflow.Simulation.World;

/// <summary>The threads of one simulated process: what it has to do waits here until the schedule lets it go on. A
/// frozen process is one whose lane does not go on, a killed one whose lane never does again.</summary>
internal sealed class Lane : TaskScheduler
{
    private readonly List<Task> _ready = [];
    private bool _entered;

    public int Ready => _ready.Count;

    public bool IsDead { get; private set; }

    /// <summary>Executes one thing that is ready.</summary>
    /// <param name="index">Which; threads overtake each other.</param>
    public void Step(int index)
    {
        var task = _ready[index];
        _ready.RemoveAt(index);
        TryExecuteTask(task);
    }

    public void RunDry(int atMost = 100_000)
    {
        while (_ready.Count > 0 && atMost-- > 0)
        {
            Step(0);
        }
    }

    /// <summary>Lets a thread of the process do something now.</summary>
    public void Enter(Action act)
    {
        var task = new Task(act, TaskCreationOptions.DenyChildAttach);
        _entered = true;
        try
        {
            task.RunSynchronously(this);
        }
        finally
        {
            _entered = false;
        }

        task.GetAwaiter().GetResult();
    }

    public T Enter<T>(Func<T> act)
    {
        var result = default(T)!;
        Enter(() => { result = act(); });
        return result;
    }

    public void Die()
    {
        IsDead = true;
        _ready.Clear();
    }

    protected override void QueueTask(Task task)
    {
        if (!IsDead)
        {
            _ready.Add(task);
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued)
    {
        if (taskWasPreviouslyQueued || IsDead || !(_entered || Current == this))
        {
            return false;
        }

        _entered = false;
        return TryExecuteTask(task);
    }

    protected override IEnumerable<Task> GetScheduledTasks() => _ready;
}
