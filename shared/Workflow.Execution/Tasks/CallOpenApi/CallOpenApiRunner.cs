using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks.Tools;
using Workflow.Jq;
using Workflow.Tools.Logins;
using Workflow.Tools.OpenApi;

namespace Workflow.Execution.Tasks.CallOpenApi;

/// <summary><c>call: openapi</c>, made by the executor itself behind the effect barrier, with the task id as
/// Idempotency-Key.</summary>
internal sealed class CallOpenApiRunner(OpenApiTool tool, ToolLogins logins, ExecutionOptions options) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (CallOpenApiTask)call.Node;
        var (document, problem) = Endpoints.Evaluate(task.Document, call);
        if (document is null)
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(problem!, task.Pointer));
        }

        var operationId = task.OperationId.Evaluate(call.Input, call.Scope).AsString;
        if (string.IsNullOrEmpty(operationId))
        {
            return TaskOutcome.Failed(WorkflowError.Validation("The `operationId` gave no text.", task.Pointer));
        }

        var (secrets, fault) = await logins.FindAsync(task.Secrets, ct);
        if (fault is not null)
        {
            return TaskOutcome.Failed(ToolStep.ErrorOf(fault, task.Pointer));
        }

        var parameters = task.Parameters?.Evaluate(call.Input, secrets.In(call.Scope)) ?? JqValue.Object([]);
        var request = new OpenApiCall(document, operationId, parameters, task.Output, task.Redirect, call.TaskId)
        {
            IsConfidential = secrets.Any,
        };
        return await ToolStep.RunAsync(
            call,
            operationId,
            ToolStep.DueOf(call, options),
            $"Operation '{operationId}' of {document.AbsoluteUri} did not answer within {options.HttpTimeout}.",
            inner => tool.CallAsync(
                request,
                Endpoints.LoginOf(task.Document.Authentication, CallSecrets.None, call, logins),
                Endpoints.LoginOf(task.Authentication, secrets, call, logins),
                inner),
            ct);
    }
}
