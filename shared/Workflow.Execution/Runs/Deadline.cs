using Workflow.Execution.Errors;
using Workflow.Execution.Tasks;

namespace Workflow.Execution.Runs;

/// <summary>Cuts work at a point in time and turns the cut into an error.</summary>
internal static class Deadline
{
    /// <param name="due">Absolute: a replay keeps the deadline of the first start.</param>
    /// <param name="looksOnce">The work may find, without waiting, that it was done in time.</param>
    public static async ValueTask<TaskOutcome> RunAsync(
        RunContext run, DateTimeOffset due, Func<CancellationToken, ValueTask<TaskOutcome>> work,
        Func<WorkflowError> onTimeout, CancellationToken ct, bool looksOnce = false)
    {
        var left = due - run.Clock.GetUtcNow();
        if (left <= TimeSpan.Zero && !looksOnce)
        {
            return TaskOutcome.Failed(onTimeout());
        }

        using var entry = run.Timers.Add(due, parkableFrom: null);
        using var expiry = new Expiry(due, run.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, expiry.Token);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (expiry.Token.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return TaskOutcome.Failed(onTimeout());
        }
    }

    /// <summary>Timers reach 49 days; a run that waits longer is parked and woken long before.</summary>
    public static TimeSpan Cap(TimeSpan delay) => delay < TimeSpan.FromDays(40) ? delay : TimeSpan.FromDays(40);

    /// <summary>Is cancelled at a moment, however far away it is.</summary>
    private sealed class Expiry : IDisposable
    {
        private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

        private readonly CancellationTokenSource _source = new();
        private readonly DateTimeOffset _due;
        private readonly TimeProvider _clock;
        private readonly ITimer _timer;

        public Expiry(DateTimeOffset due, TimeProvider clock)
        {
            (_due, _clock) = (due, clock);
            _timer = clock.CreateTimer(_ => Look(), null, Never, Never);
            Look();
        }

        public CancellationToken Token => _source.Token;

        public void Dispose()
        {
            _timer.Dispose();
            _source.Dispose();
        }

        private void Look()
        {
            var left = _due - _clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                // Timers count whole milliseconds: cut short, it would look again and again in the last one.
                _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Cap(left).TotalMilliseconds)), Never);
                return;
            }

            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The work was done in the same moment.
            }
        }
    }
}
