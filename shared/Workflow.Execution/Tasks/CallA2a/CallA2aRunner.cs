using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks.Tools;
using Workflow.Jq;
using Workflow.Tools.A2a;
using Workflow.Tools.Logins;

namespace Workflow.Execution.Tasks.CallA2a;

/// <summary><c>call: a2a</c>, made by the executor itself behind the effect barrier, with the task id as the message's
/// id.</summary>
internal sealed class CallA2aRunner(A2aTool tool, ToolLogins logins, ExecutionOptions options) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (CallA2aTask)call.Node;
        var endpoint = task.Card ?? task.Server!;
        var (address, problem) = Endpoints.Evaluate(endpoint, call);
        if (address is null)
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(problem!, task.Pointer));
        }

        var (secrets, fault) = await logins.FindAsync(task.Secrets, ct);
        if (fault is not null)
        {
            return TaskOutcome.Failed(ToolStep.ErrorOf(fault, task.Pointer));
        }

        var parameters = task.Parameters?.Evaluate(call.Input, secrets.In(call.Scope)) ?? JqValue.Object([]);
        var isCard = task.Card is not null;
        var request = new A2aCall(
            isCard ? address : null, isCard ? null : address, task.Method, parameters, call.TaskId)
        {
            IsConfidential = secrets.Any,
        };
        return tool.Refusal(request) is { } refusal
            ? TaskOutcome.Failed(ToolStep.ErrorOf(refusal, task.Pointer))
            : await ToolStep.RunAsync(
                call,
                request.ToolName,
                ToolStep.DueOf(call, options),
                $"{request.ToolName} did not answer within {options.HttpTimeout}.",
                inner => tool.CallAsync(
                    request, Endpoints.LoginOf(endpoint.Authentication, secrets, call, logins), inner),
                ct);
    }
}
