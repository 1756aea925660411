using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Raise;

/// <summary><c>raise</c>: fails with the given error.</summary>
internal sealed class RaiseRunner : ITaskRunner
{
    public ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var error = ((RaiseTask)call.Node).Error;
        JqValue Of(Definitions.Expressions.Template? template) =>
            template?.Evaluate(call.Input, call.Scope) ?? JqValue.Null;
        return ValueTask.FromResult(TaskOutcome.Failed(new WorkflowError(
            Of(error.Type).AsString ?? StandardErrors.Runtime,
            (int)(Of(error.Status).AsNumber ?? 500),
            Of(error.Title).AsString ?? "The workflow raised an error.",
            Of(error.Detail).AsString,
            Of(error.Instance).AsString ?? call.Node.Pointer)));
    }
}
