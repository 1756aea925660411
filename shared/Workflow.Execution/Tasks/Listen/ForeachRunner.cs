using Workflow.Definitions.Syntax;

namespace Workflow.Execution.Tasks.Listen;

/// <summary><c>foreach</c> for one event. The event is taken for good with the commit that makes the step RUNNING, and
/// is its input: whoever carries the run on goes on with the same one.</summary>
internal sealed class ForeachRunner : ITaskRunner
{
    public ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        if (call.Recorded is null && call.Frame.Event is { } taken)
        {
            call.Note(draft => draft with { Input = taken.Event });
            call.BeginWith(taken.InboxKeys);
            taken.OnBegun();
        }

        return ((ForeachTask)call.Node).Do is { } tasks
            ? call.Run.Interpreter.RunListAsync(call.Run, tasks, call.Input, call.Frame, ct)
            : ValueTask.FromResult(TaskOutcome.Completed(call.Input));
    }
}
