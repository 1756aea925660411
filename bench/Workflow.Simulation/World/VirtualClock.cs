namespace Workflow.Simulation.World;

/// <summary>Time that moves only when the schedule says so; timers fire on the way, in order.</summary>
internal sealed class VirtualClock : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(VirtualTimer Timer, int Version), (long Due, long Number)> _due = new();
    private long _ticks;
    private long _number;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Since the schedule began.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(_ticks);

    public override DateTimeOffset GetUtcNow() => Begin + Elapsed;

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        var until = _ticks + by.Ticks;
        while (_due.TryPeek(out var next, out var at) && at.Due <= until)
        {
            _due.Dequeue();
            _ticks = Math.Max(_ticks, at.Due);
            next.Timer.Fire(next.Version);
        }

        _ticks = until;
    }

    private sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int _version;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _version++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock._due.Enqueue((this, _version), (clock._ticks + dueTime.Ticks, clock._number++));
            }

            return true;
        }

        public void Fire(int version)
        {
            if (version == _version)
            {
                Change(_period > TimeSpan.Zero ? _period : Timeout.InfiniteTimeSpan, _period);
                callback(state);
            }
        }

        public void Dispose() => _version++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
