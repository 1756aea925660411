using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Replay;
using Workflow.Execution.Tasks;
using Workflow.Execution.Tasks.Listen;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Simulation;

/// <summary>The events that a recorded <c>listen</c> took with its <c>foreach</c>; what it did with them is worked out
/// anew.</summary>
internal sealed class HeardEvents(IReadOnlyList<StepRecord> recorded)
{
    private readonly Dictionary<StepKey, StepRecord> _recorded = recorded.ToDictionary(step => step.Key);

    /// <summary>The list of what was read of the events; null when none is recorded.</summary>
    public TaskOutcome? Of(TaskCall call, ListenTask listen)
    {
        var values = new List<JqValue>();
        while (_recorded.TryGetValue(
            new StepKey(
                listen.Foreach!.Pointer, Iteration.Text(Iteration.Inner(call.Frame.Place, values.Count)),
                call.Key.Attempt),
            out var step) && !step.Input.IsEmpty)
        {
            values.Add(ListenProgress.Read(listen.Read, JqValue.Parse(step.Input.Utf8.Span)));
        }

        return values.Count == 0 ? null : TaskOutcome.Completed(JqValue.Array(values));
    }

    /// <summary>Does with each event what the definition says.</summary>
    /// <param name="heard">The list of what is read of the events.</param>
    public static async ValueTask<TaskOutcome> GoThroughAsync(
        TaskCall call, ListenTask listen, ForeachTask each, JqValue heard, CancellationToken ct)
    {
        if (heard.Kind != JqKind.Array)
        {
            return TaskOutcome.Failed(WorkflowError.Validation(
                $"The result that is given for task '{listen.Name}' has to be a list: what its `foreach` goes through.",
                listen.Pointer));
        }

        var items = new EventItems(call, each, new ListenProgress(listen, call.Input, call.Scope), null);
        var output = new List<JqValue>();
        foreach (var value in heard.Items)
        {
            var taken = new TakenEvent(call.Run.TextOf(value), [], () => { });
            var outcome = await items.RunAsync(value, taken, ct);
            if (outcome.Error is not null)
            {
                return outcome;
            }

            output.Add(outcome.Output!);
            if (outcome.Then is { Kind: FlowKind.End })
            {
                return TaskOutcome.Completed(JqValue.Array(output), FlowDirective.End);
            }
        }

        return TaskOutcome.Completed(JqValue.Array(output));
    }
}
