using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks.Tools;
using Workflow.Jq;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Mcp;

namespace Workflow.Execution.Tasks.CallMcp;

/// <summary><c>call: mcp</c>, made by the executor itself behind the effect barrier.</summary>
internal sealed class CallMcpRunner(McpTool tool, ToolLogins logins, ExecutionOptions options) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (CallMcpTask)call.Node;
        var (secrets, fault) = await logins.FindAsync(task.Secrets, ct);
        if (fault is not null)
        {
            return TaskOutcome.Failed(ToolStep.ErrorOf(fault, task.Pointer));
        }

        var scope = secrets.In(call.Scope);
        var (server, problem) = ServerOf(task, call, scope);
        if (server is null)
        {
            // What is wrong with headers names them.
            problem = secrets.Any ? "The server's address or headers cannot be used." : problem;
            return TaskOutcome.Failed(WorkflowError.Configuration(problem!, task.Pointer));
        }

        var parameters = task.Parameters?.Evaluate(call.Input, scope) ?? JqValue.Object([]);
        var request = new McpCall(server, task.Method, parameters, call.TaskId);
        if (tool.Refusal(request) is { } refusal)
        {
            return TaskOutcome.Failed(ToolStep.ErrorOf(refusal, task.Pointer));
        }

        var limit = task.CallTimeout?.Evaluate(call.Input, call.Scope);
        var due = limit is { } own ? call.Run.Clock.GetUtcNow() + own : ToolStep.DueOf(call, options);
        var authentication = (task.Transport as McpHttpTransport)?.Endpoint.Authentication;
        return await ToolStep.RunAsync(
            call,
            request.ToolName,
            due,
            $"{request.Told} did not answer within {limit ?? options.HttpTimeout}.",
            inner => tool.CallAsync(request, Endpoints.LoginOf(authentication, secrets, call, logins), inner),
            ct);
    }

    private static (McpServer? Server, string? Problem) ServerOf(
        CallMcpTask task, TaskCall call, ExpressionScope scope)
    {
        if (task.Transport is McpStdioTransport stdio)
        {
            var command = stdio.Command.Evaluate(call.Input, call.Scope).AsString;
            return string.IsNullOrWhiteSpace(command)
                ? (null, "The `command` of the transport gave no text.")
                : (new McpStdioServer(
                    command,
                    [.. (stdio.Arguments?.Evaluate(call.Input, call.Scope).Items ?? []).Select(HttpBody.Text)],
                    Pairs(stdio.Environment, call, scope), task.ProtocolVersion, task.ClientName,
                    task.ClientVersion), null);
        }

        var http = (McpHttpTransport)task.Transport;
        var (address, problem) = Endpoints.Evaluate(http.Endpoint, call);
        if (address is null)
        {
            return (null, problem);
        }

        var headers = Pairs(http.Headers, call, scope);
        return HttpHeaders.ProblemOf(headers) is { } wrong
            ? (null, wrong)
            : (new McpHttpServer(
                address, headers, task.ProtocolVersion, task.ClientName, task.ClientVersion), null);
    }

    private static List<KeyValuePair<string, string>> Pairs(
        Template? template, TaskCall call, ExpressionScope scope) =>
    [
        .. (template?.Evaluate(call.Input, scope).Members ?? [])
            .Select(member => KeyValuePair.Create(member.Key, HttpBody.Text(member.Value))),
    ];
}
