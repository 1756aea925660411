using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.For;

/// <summary><c>for</c>: once per item. In sequence each iteration gets the output of the one before; in parallel each
/// gets the
/// task's input, and the output is the array of their outputs in order.</summary>
internal sealed class ForRunner : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (ForTask)call.Node;
        var items = task.In.Evaluate(call.Input, call.Scope);
        if (items.Kind != JqKind.Array)
        {
            return TaskOutcome.Failed(WorkflowError.Validation(
                $"Task '{task.Name}' loops over '{task.In.Source}', which gave " +
                $"{items.Kind.ToString().ToLowerInvariant()} instead of an array.", task.Pointer));
        }

        var metadata = JqValue.Object([KeyValuePair.Create("items", JqValue.Number((long)items.Items.Count))]);
        call.Note(draft => draft with { Metadata = new RawJson(metadata.ToUtf8()) });
        call.Begin();
        return task.Parallel > 1
            ? await ParallelIterations.RunAsync(call, task, items.Items, ct)
            : await RunInSequenceAsync(call, task, items.Items, ct);
    }

    private static async ValueTask<TaskOutcome> RunInSequenceAsync(
        TaskCall call, ForTask task, IReadOnlyList<JqValue> items, CancellationToken ct)
    {
        var value = call.Input;
        for (var index = 0; index < items.Count; index++)
        {
            var frame = FrameOf(call, task, items[index], index);
            if (task.While is not null && !IsWanted(call, task, frame, value))
            {
                break;
            }

            var outcome = await call.Run.Interpreter.RunListAsync(call.Run, task.Do, value, frame, ct);
            call.Frame.Join(frame);
            if (outcome.Error is not null || outcome.Then is { Kind: FlowKind.End })
            {
                return outcome;
            }

            value = outcome.Output!;
        }

        return TaskOutcome.Completed(value);
    }

    internal static Frame FrameOf(TaskCall call, ForTask task, JqValue item, int index) => call.Frame.Iteration(
        index, KeyValuePair.Create(task.Each, item), KeyValuePair.Create(task.At, JqValue.Number((long)index)));

    /// <summary>Whether <c>while</c> still holds for this iteration.</summary>
    internal static bool IsWanted(TaskCall call, ForTask task, Frame frame, JqValue value) =>
        task.While!.IsTrue(value, call.Run.ScopeOf(task, frame, value, call.StartedAt));
}
