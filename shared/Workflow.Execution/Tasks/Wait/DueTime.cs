using System.Globalization;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Wait;

/// <summary>A point in time that a step waits for, kept in its metadata as <c>until</c>.</summary>
internal static class DueTime
{
    public static DateTimeOffset? Recorded(TaskCall call)
    {
        if (call.Recorded is not { Metadata.IsEmpty: false } recorded)
        {
            return null;
        }

        var text = JqValue.Parse(recorded.Metadata.Utf8.Span)["until"].AsString;
        return text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    public static RawJson Metadata(DateTimeOffset due, params KeyValuePair<string, JqValue>[] more)
    {
        var until = KeyValuePair.Create("until", JqValue.String(due.ToString("O", CultureInfo.InvariantCulture)));
        return new RawJson(JqValue.Object([until, .. more]).ToUtf8());
    }

    /// <summary>Waits without holding a slot; the run may be parked meanwhile. What comes due while the run is paused
    /// waits on.</summary>
    public static async Task WaitAsync(RunContext run, DateTimeOffset due, CancellationToken ct)
    {
        var now = run.Clock.GetUtcNow();
        while (due > now)
        {
            using (run.Timers.Add(due, parkableFrom: now))
            {
                await run.OutsideAsync(DelayAsync(run.Clock, Deadline.Cap(due - now), ct));
            }

            now = run.Clock.GetUtcNow();
        }

        await run.GateAsync(ct);
    }

    private static async Task<bool> DelayAsync(TimeProvider clock, TimeSpan delay, CancellationToken ct)
    {
        await Task.Delay(delay, clock, ct);
        return true;
    }
}
