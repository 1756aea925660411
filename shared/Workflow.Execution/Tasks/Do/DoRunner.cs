using Workflow.Definitions.Syntax;

namespace Workflow.Execution.Tasks.Do;

/// <summary><c>do</c>: a task list as one task.</summary>
internal sealed class DoRunner : ITaskRunner
{
    public ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        call.Begin();
        return call.Run.Interpreter.RunListAsync(call.Run, ((DoTask)call.Node).Do, call.Input, call.Frame, ct);
    }
}
