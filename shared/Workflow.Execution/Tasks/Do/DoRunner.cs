using Workflow.Definitions.Syntax;

namespace Workflow.Execution.Tasks.Do;

/// <summary><c>do</c>: a task list as one task.</summary>
internal sealed class DoRunner : ITaskRunner
{
    public ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        call.Begin();
        var node = (DoTask)call.Node;
        var input = node.With is null ? call.Input : node.With.Evaluate(call.Input, call.Scope);
        return call.Run.Interpreter.RunListAsync(call.Run, node.Do, input, call.Frame, ct);
    }
}
