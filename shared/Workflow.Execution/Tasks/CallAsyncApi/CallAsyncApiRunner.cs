using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks.Tools;
using Workflow.Jq;
using Workflow.Tools.AsyncApi;
using Workflow.Tools.Logins;

namespace Workflow.Execution.Tasks.CallAsyncApi;

/// <summary><c>call: asyncapi</c>: a message, published by the executor itself behind the effect barrier, or messages
/// that it consumes.</summary>
internal sealed class CallAsyncApiRunner(AsyncApiTool tool, ToolLogins logins, ExecutionOptions options) : ITaskRunner
{
    private readonly Subscriptions _subscriptions = new(tool, options);

    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (CallAsyncApiTask)call.Node;
        var (document, problem) = Endpoints.Evaluate(task.Document, call);
        if (document is null)
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(problem!, task.Pointer));
        }

        JqValue Value(Template? template) => template?.Evaluate(call.Input, call.Scope) ?? JqValue.Null;

        var request = new AsyncApiCall(
            document, task.Channel, task.Operation, task.Server, Value(task.Variables), Value(task.Payload),
            Value(task.Headers), call.TaskId)
        {
            IsSubscription = task.Subscription is not null,
        };
        var login = Endpoints.LoginOf(task.Document.Authentication, CallSecrets.None, call, logins);
        if (task.Subscription is { } terms)
        {
            return await _subscriptions.RunAsync(call, request, terms, login, ct);
        }

        return await ToolStep.RunAsync(
            call,
            request.ToolName,
            ToolStep.DueOf(call, options),
            $"{request.ToolName} was not stored within {options.HttpTimeout}.",
            inner => tool.PublishAsync(request, login, inner),
            ct);
    }
}
