using System.Text.Json;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Signals;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Listen;

/// <summary><c>listen</c>: takes signals of the run in order of arrival until the task has what it wants. They are
/// taken for good with the commit of the step's end, all together; until then they stay in the inbox.</summary>
internal sealed class ListenRunner(ExecutionOptions options) : ITaskRunner
{
    /// <summary>A parked run looks by itself this often.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(1);

    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (ListenTask)call.Node;
        var match = new EventMatch(task, call.Input, call.Scope);
        if (call.Recorded is null)
        {
            call.Note(draft => draft with
            {
                Metadata = ListenNotes.Of(task, call),
                Input = call.Run.TextOf(call.Input),
            });
            call.Begin();
            if (!await call.BarrierAsync(ct))
            {
                return TaskOutcome.Held;
            }
        }

        using var watch = call.Run.Signals.Open();
        var taken = new List<(ArrivedSignal Signal, JqValue Event)>();
        await TakeAsync(call, match, watch, taken, ct);
        // What came in time counts, however long a pause lasts.
        await call.Run.GateAsync(call.Run.Stop.Token);
        return Finish(call, task, watch, taken);
    }

    private async Task TakeAsync(
        TaskCall call, EventMatch match, SignalWatch watch, List<(ArrivedSignal, JqValue)> taken, CancellationToken ct)
    {
        var due = call.Node.Timeout is null
            ? DateTimeOffset.MaxValue
            : call.StartedAt + call.Node.Timeout.After.Evaluate(call.Input, call.Scope);
        while (true)
        {
            while (watch.Next() is { } signal)
            {
                if (signal.ReceivedAt <= due && IsFor(call, signal) && TryRead(signal) is { } cloudEvent
                    && match.Find(cloudEvent) is >= 0 and var place && watch.TryClaim(signal))
                {
                    match.Take(place);
                    taken.Add((signal, cloudEvent));
                }

                if (match.IsComplete)
                {
                    watch.Complete();
                    return;
                }
            }

            var now = call.Run.Clock.GetUtcNow();
            using (call.Run.Timers.Add(now + LookAgainAfter, parkableFrom: now + options.ParkAfter))
            {
                await call.Run.OutsideAsync(ArrivedAsync(watch, ct));
            }
        }
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
        TaskCall call, ListenTask task, SignalWatch watch, IReadOnlyList<(ArrivedSignal Signal, JqValue Event)> taken)
    {
        call.Note(draft => draft with
        {
            Metadata = ListenNotes.WithTaken(draft.Metadata, taken.Select(one => one.Event)),
        });
        call.InboxKeys = [.. taken.Select(one => one.Signal.Key)];
        call.Committed = watch.Keep();
        return TaskOutcome.Completed(JqValue.Array(
            taken.Select(one => task.ReadsEnvelope ? one.Event : one.Event["data"])));
    }
}
