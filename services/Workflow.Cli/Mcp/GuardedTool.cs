using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>A tool whose refusals tell what was wrong and what to do.</summary>
/// <param name="root">Root of the API, for the text.</param>
internal sealed class GuardedTool(McpServerTool tool, Uri root) : DelegatingMcpServerTool(tool)
{
    public override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        if (ArgumentCheck.Find(ProtocolTool, request.Params?.Arguments) is { } mistake)
        {
            return Refused(mistake);
        }

        try
        {
            return await base.InvokeAsync(request, cancellationToken);
        }
        catch (ArgumentRefusedException e)
        {
            return Refused(e.Message);
        }
        catch (ApiException e)
        {
            return Refused(RefusalText.Of(e, root));
        }
    }

    private CallToolResult Refused(string text)
    {
        Console.Error.WriteLine($"{ProtocolTool.Name}: {text}");
        return new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = text }] };
    }
}
