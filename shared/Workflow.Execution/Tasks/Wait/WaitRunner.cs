using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Wait;

/// <summary><c>wait</c>: ends at a point in time that is fixed, and committed, when the step begins.</summary>
internal sealed class WaitRunner : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var due = DueTime.Recorded(call)
            ?? call.StartedAt + ((WaitTask)call.Node).Wait.Evaluate(call.Input, call.Scope);
        if (call.Recorded is null)
        {
            call.Note(draft => draft with
            {
                Metadata = DueTime.Metadata(due),
                Input = call.Run.TextOf(call.Input),
            });
            call.Begin();
            if (!await call.BarrierAsync(ct))
            {
                return TaskOutcome.Held;
            }
        }

        await DueTime.WaitAsync(call.Run, due, ct);
        return TaskOutcome.Completed(call.Input);
    }
}
