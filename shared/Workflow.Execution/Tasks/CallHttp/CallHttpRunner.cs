using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks.Tools;
using Workflow.Tools;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Execution.Tasks.CallHttp;

/// <summary><c>call: http</c>, made by the executor itself behind the effect barrier, with the task id as
/// Idempotency-Key.</summary>
internal sealed class CallHttpRunner(HttpTool tool, ToolLogins logins, ExecutionOptions options) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (CallHttpTask)call.Node;
        var (address, problem) = Endpoints.Evaluate(task.Endpoint, call);
        if (address is null)
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(problem!, task.Pointer));
        }

        var (secrets, fault) = await logins.FindAsync(task.Secrets, ct);
        if (fault is not null)
        {
            return TaskOutcome.Failed(ToolStep.ErrorOf(fault, task.Pointer));
        }

        var made = new HttpCallMaking(task, call, address, secrets);
        var login = Endpoints.LoginOf(task.Endpoint.Authentication, secrets, call, logins);
        if (task.SendsLogin)
        {
            // The login is found behind the barrier, and so is what is made of it.
            return await RunAsync(call, HttpCall.NameOf(task.Method, address), inner =>
                tool.CallAsync(address, found => made.With(found, tool), login, inner));
        }

        var (http, wrong) = made.Plain(tool);
        return http is null
            ? TaskOutcome.Failed(ToolStep.ErrorOf(wrong!, task.Pointer))
            : await RunAsync(call, http.ToolName, inner => tool.CallAsync(http, login, inner));

        ValueTask<TaskOutcome> RunAsync(
            TaskCall call, string name, Func<CancellationToken, Task<ToolAnswer>> send) => ToolStep.RunAsync(
            call, name, ToolStep.DueOf(call, options), $"{address} did not answer within {options.HttpTimeout}.", send,
            ct);
    }
}
