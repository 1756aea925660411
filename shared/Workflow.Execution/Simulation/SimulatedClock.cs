namespace Workflow.Execution.Simulation;

/// <summary>Time that stands still while anything can be done, and then moves on to the next timer. For one
/// thread.</summary>
internal sealed class SimulatedClock(DateTimeOffset start) : TimeProvider
{
    private readonly PriorityQueue<(SimulatedTimer Timer, int Change), (DateTimeOffset Due, long Number)> _due = new();
    private long _number;

    public DateTimeOffset Now { get; private set; } = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on to the next timer and fires it. False when none is set.</summary>
    public bool FireNext()
    {
        while (_due.TryDequeue(out var next, out var at))
        {
            if (next.Timer.Changes == next.Change)
            {
                Now = at.Due > Now ? at.Due : Now;
                next.Timer.Fire();
                return true;
            }
        }

        return false;
    }

    private sealed class SimulatedTimer(SimulatedClock clock, Action fire) : ITimer
    {
        private TimeSpan _period;

        public int Changes { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Changes++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._due.Enqueue((this, Changes), (clock.Now + dueTime, clock._number++));
            }

            return true;
        }

        public void Fire()
        {
            Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
            fire();
        }

        public void Dispose() => Changes++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
