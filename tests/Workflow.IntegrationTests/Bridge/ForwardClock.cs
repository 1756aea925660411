using System.Collections.Concurrent;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>The system's clock, which a test can put forward: timers that are due by then fire.</summary>
internal sealed class ForwardClock : TimeProvider
{
    private readonly ConcurrentDictionary<ForwardTimer, bool> _timers = new();
    private long _ahead;

    private TimeSpan Ahead => TimeSpan.FromTicks(Interlocked.Read(ref _ahead));

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ForwardTimer(
            this, base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _timers[timer] = true;
        timer.Change(dueTime, period);
        return timer;
    }

    public void Forward(TimeSpan by)
    {
        var before = GetUtcNow();
        Interlocked.Add(ref _ahead, by.Ticks);
        foreach (var timer in _timers.Keys)
        {
            timer.Forward(before);
        }
    }

    /// <summary>Its owner and the test may use it at the same moment.</summary>
    private sealed class ForwardTimer(ForwardClock clock, ITimer timer) : ITimer
    {
        private readonly Lock _gate = new();
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime;
                _period = period;
                return timer.Change(dueTime, period);
            }
        }

        /// <param name="before">The time until now: what was due by then has fired.</param>
        public void Forward(DateTimeOffset before)
        {
            lock (_gate)
            {
                if (_due is { } due && due > before)
                {
                    var left = due - clock.GetUtcNow();
                    timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, _period);
                }
            }
        }

        public void Dispose()
        {
            clock._timers.TryRemove(this, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
