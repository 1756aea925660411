using Workflow.Definitions.Syntax;
using Workflow.Execution.Tasks.CallA2a;
using Workflow.Execution.Tasks.CallAsyncApi;
using Workflow.Execution.Tasks.CallHttp;
using Workflow.Execution.Tasks.CallMcp;
using Workflow.Execution.Tasks.CallOpenApi;
using Workflow.Execution.Tasks.RunProcess;
using Workflow.Tools.A2a;
using Workflow.Tools.AsyncApi;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Mcp;
using Workflow.Tools.OpenApi;
using Workflow.Tools.Processes;

namespace Workflow.Execution.Tasks.Tools;

/// <summary>Which runner calls which kind of tool.</summary>
public sealed class ToolRunners(
    HttpTool http, OpenApiTool openApi, McpTool mcp, A2aTool a2a, AsyncApiTool asyncApi,
    ProcessTool processes, ToolLogins logins, ExecutionOptions options)
{
    private readonly CallHttpRunner _http = new(http, logins, options);
    private readonly CallOpenApiRunner _openApi = new(openApi, logins, options);
    private readonly CallMcpRunner _mcp = new(mcp, logins, options);
    private readonly CallA2aRunner _a2a = new(a2a, logins, options);
    private readonly CallAsyncApiRunner _asyncApi = new(asyncApi, logins, options);
    private readonly RunProcessRunner _processes = new(processes, http, logins);

    /// <summary>Null for what calls no tool.</summary>
    public ITaskRunner? For(TaskNode node) => node switch
    {
        CallHttpTask => _http,
        CallOpenApiTask => _openApi,
        CallMcpTask => _mcp,
        CallA2aTask => _a2a,
        CallAsyncApiTask => _asyncApi,
        RunProcessTask => _processes,
        _ => null,
    };
}
