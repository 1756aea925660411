using System.ComponentModel;
using ModelContextProtocol.Server;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>Tools that read what can be run.</summary>
internal sealed class WorkflowTools(ApiClient api)
{
    private const int PageMax = 100;

    [McpServerTool(
        Name = "list_workflows", Title = "List workflows", ReadOnly = true, OpenWorld = false,
        UseStructuredContent = true)]
    [Description("Lists the registered workflows by namespace and name, each with its id and latest version.")]
    public Task<WorkflowPage> ListAsync(
        [Description("Most workflows of the page, 1 to 100.")] int limit = 50,
        [Description("Value of next from the page before.")] string? after = null,
        CancellationToken ct = default) =>
        api.GetAsync(
            Arguments.Query(
                "api/v1/workflows", ("limit", Arguments.Within(nameof(limit), limit, 1, PageMax)), ("after", after)),
            AnswerJson.Default.WorkflowPage, ct);
}
