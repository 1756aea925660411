using System.Text.Json;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Signals;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Listen;

/// <summary><c>listen</c>: takes signals of the run in order of arrival until the task has what it wants. They are
/// taken for good with the commit of the step's end, all together; until then they stay in the inbox. With a
/// <c>foreach</c> each goes with the beginning of its own step.</summary>
internal sealed class ListenRunner(ExecutionOptions options) : ITaskRunner
{
    /// <summary>A parked run looks by itself this often.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(1);

    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (ListenTask)call.Node;
        var progress = new ListenProgress(task, call.Input, call.Scope);
        if (call.Recorded is null)
        {
            call.Note(draft => draft with
            {
                Metadata = ListenNotes.Of(task, progress, call),
                Input = call.Run.TextOf(call.Input),
            });
            call.Begin();
            if (!await call.BarrierAsync(ct))
            {
                return TaskOutcome.Held;
            }
        }

        using var watch = call.Run.Signals.Open();
        var items = task.Foreach is { } each ? new EventItems(call, each, progress, watch) : null;
        var ended = items is null ? null : await items.ReplayAsync(ct);
        ended ??= await TakeAsync(call, progress, items, watch, ct);
        if (ended?.Error is not null)
        {
            return ended.Value;
        }

        watch.Complete();
        // What came in time counts, however long a pause lasts.
        await call.Run.GateAsync(call.Run.Stop.Token);
        return Finish(call, watch, progress, ended?.Then);
    }

    /// <returns>What ended it before it was complete; null when it is.</returns>
    private async Task<TaskOutcome?> TakeAsync(
        TaskCall call, ListenProgress progress, EventItems? items, SignalWatch watch, CancellationToken ct)
    {
        var due = call.Node.Timeout is null
            ? DateTimeOffset.MaxValue
            : call.StartedAt + call.Node.Timeout.After.Evaluate(call.Input, call.Scope);
        while (!progress.IsComplete)
        {
            while (!progress.IsComplete && watch.Next() is { } signal)
            {
                if (signal.ReceivedAt > due || !IsFor(call, signal) || TryRead(signal) is not { } cloudEvent
                    || progress.Find(cloudEvent) is not { } place)
                {
                    watch.Pass(signal);
                }
                else if (watch.TryClaim(signal)
                    && await TakeAsync(progress, items, watch, signal, cloudEvent, place, ct) is { } ended)
                {
                    return ended;
                }
            }

            if (progress.IsComplete)
            {
                break;
            }

            call.Run.DropUnwanted();
            var now = call.Run.Clock.GetUtcNow();
            using (call.Run.Timers.Add(now + LookAgainAfter, parkableFrom: now + options.ParkAfter))
            {
                await call.Run.OutsideAsync(ArrivedAsync(watch, ct));
            }
        }

        return null;
    }

    private static async ValueTask<TaskOutcome?> TakeAsync(
        ListenProgress progress, EventItems? items, SignalWatch watch, ArrivedSignal signal, JqValue cloudEvent,
        EventPlace place, CancellationToken ct)
    {
        if (items is not null && !place.EndsIt)
        {
            var taken = new TakenEvent(signal.Event, [signal.Key], () => watch.Consume(signal));
            return await items.RunAsync(place.Filter, cloudEvent, taken, ct);
        }

        progress.Take(place, signal, cloudEvent);
        return null;
    }

    /// <summary>A person's decision is for the step that it was asked for, and such a step takes nothing
    /// else.</summary>
    private static bool IsFor(TaskCall call, ArrivedSignal signal) =>
        ((ListenTask)call.Node).Approval is null
            ? signal.Step is null
            : signal.Step == StepVerdict.KeyOf(call.Key);

    private static JqValue? TryRead(ArrivedSignal signal)
    {
        try
        {
            return JqValue.Parse(signal.Event.Utf8.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<bool> ArrivedAsync(SignalWatch watch, CancellationToken ct)
    {
        await watch.ArrivedAsync().WaitAsync(ct);
        return true;
    }

    private static TaskOutcome Finish(
        TaskCall call, SignalWatch watch, ListenProgress progress, FlowDirective? then)
    {
        call.Note(draft => draft with
        {
            Metadata = ListenNotes.WithTaken(draft.Metadata, progress.Taken.Select(one => one.Event)),
        });
        call.InboxKeys = [.. progress.Taken.Select(one => one.Signal.Key)];
        call.Committed = watch.Keep();
        return TaskOutcome.Completed(progress.Output, then);
    }
}
