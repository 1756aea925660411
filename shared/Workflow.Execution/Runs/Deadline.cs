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
        if (left <= TimeSpan.Zero && looksOnce)
        {
            left = TimeSpan.Zero;
        }
        else if (left <= TimeSpan.Zero)
        {
            return TaskOutcome.Failed(onTimeout());
        }

        using var entry = run.Timers.Add(due, parkableFrom: null);
        using var expiry = new CancellationTokenSource(Cap(left), run.Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, expiry.Token);
        try
        {
            return await work(both.Token);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            return TaskOutcome.Failed(onTimeout());
        }
    }

    /// <summary>Timers reach 49 days; a run that waits longer is parked and woken long before.</summary>
    public static TimeSpan Cap(TimeSpan delay) => delay < TimeSpan.FromDays(40) ? delay : TimeSpan.FromDays(40);
}
