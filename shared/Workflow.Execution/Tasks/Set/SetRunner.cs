using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;

namespace Workflow.Execution.Tasks.Set;

/// <summary><c>set</c>: the output is the given value with its expressions evaluated.</summary>
internal sealed class SetRunner : ITaskRunner
{
    public ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var value = ((SetTask)call.Node).Set;
        return ValueTask.FromResult(TaskOutcome.Completed(
            value is LiteralTemplate literal ? literal.Value : value.Evaluate(call.Input, call.Scope)));
    }
}
