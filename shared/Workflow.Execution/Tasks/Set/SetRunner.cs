using Workflow.Definitions.Syntax;

namespace Workflow.Execution.Tasks.Set;

/// <summary><c>set</c>: the output is the given value with its expressions evaluated.</summary>
internal sealed class SetRunner : ITaskRunner
{
    public ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct) =>
        ValueTask.FromResult(TaskOutcome.Completed(((SetTask)call.Node).Set.Evaluate(call.Input, call.Scope)));
}
