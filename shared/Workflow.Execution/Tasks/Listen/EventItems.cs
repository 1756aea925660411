using Workflow.Definitions.Syntax;
using Workflow.Execution.Replay;
using Workflow.Execution.Signals;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Listen;

/// <summary>Runs the <c>foreach</c> of a listen for one event after the other. Each has a step of its own, from which
/// whoever carries the run on knows which events were taken, and in which order.</summary>
internal sealed class EventItems(TaskCall call, ForeachTask each, ListenProgress progress, SignalWatch? watch)
{
    private int _count;

    /// <summary>Goes through the events whose steps are recorded, and carries on with the one that has not
    /// ended.</summary>
    /// <returns>What ends the listen; null when it goes on.</returns>
    public async ValueTask<TaskOutcome?> ReplayAsync(CancellationToken ct)
    {
        while (call.Run.Recorded.Find(new StepKey(
            each.Pointer, Iteration.Text(Iteration.Inner(call.Frame.Place, _count)), call.Key.Attempt)) is { } recorded)
        {
            var cloudEvent = JqValue.Parse(recorded.Input.Utf8.Span);
            var stop = recorded.HasEnded ? CancellationToken.None : ct;
            if (await RunAsync(progress.FindItem(cloudEvent), cloudEvent, null, stop) is { } ended)
            {
                return ended;
            }
        }

        return null;
    }

    /// <param name="filter">The filter that it fits; −1 for one that it has fitted once.</param>
    /// <param name="taken">What the step begins with; null when it is recorded.</param>
    /// <returns>What ends the listen; null when it goes on.</returns>
    public async ValueTask<TaskOutcome?> RunAsync(
        int filter, JqValue cloudEvent, TakenEvent? taken, CancellationToken ct)
    {
        var outcome = await RunAsync(progress.Read(cloudEvent), taken, ct);
        if (outcome.Error is not null)
        {
            return outcome;
        }

        var now = call.Run.ScopeOf(call.Node, call.Frame, call.Input, call.StartedAt);
        progress.TakeItem(filter, cloudEvent, outcome.Output!, now);
        return outcome.Then is { Kind: FlowKind.End }
            ? TaskOutcome.Completed(progress.Output, FlowDirective.End)
            : null;
    }

    /// <param name="value">What is read of the event.</param>
    public async ValueTask<TaskOutcome> RunAsync(JqValue value, TakenEvent? taken, CancellationToken ct)
    {
        var index = _count++;
        var frame = call.Frame.Foreach(
            index, taken, KeyValuePair.Create(each.Item, value),
            KeyValuePair.Create(each.At, JqValue.Number((long)index)));
        watch?.SetBusy(true);
        try
        {
            return await call.Run.Interpreter.RunTaskAsync(call.Run, each, value, frame, ct);
        }
        finally
        {
            watch?.SetBusy(false);
            call.Frame.Join(frame);
        }
    }
}
