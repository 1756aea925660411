using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>Everything that the server offers.</summary>
internal static class ToolList
{
    private const string Instructions =
        "Tools for a workflow platform. A workflow is a definition; a run is one execution of it, with a status: "
        + "pending, running, completed, failed or cancelled. The last three are final. Start with list_workflows or "
        + "list_runs; explain_run tells why a run is where it is. A failed or cancelled run is not changed any more: "
        + "retry_run makes a new one. Times are ISO 8601, durations milliseconds.";

    private static readonly JsonSerializerOptions Json = new(McpJsonUtilities.DefaultOptions)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for a reader, not for a page: umlauts stay short
    };

    /// <param name="root">Root of the API, for the text of errors.</param>
    public static McpServerOptions Options(ApiClient api, Uri root, TimeProvider time)
    {
        var tools = new McpServerPrimitiveCollection<McpServerTool>();
        foreach (var tool in Build(api, root, time))
        {
            tools.Add(tool);
        }

        return new McpServerOptions
        {
            ServerInfo = new Implementation
            {
                Name = "workflow",
                Version = typeof(ToolList).Assembly.GetName().Version?.ToString(3) ?? "0.0.0",
            },
            ServerInstructions = Instructions,
            ToolCollection = tools,
        };
    }

    /// <summary>One tool for each method that is marked as one.</summary>
    public static IEnumerable<McpServerTool> Build(ApiClient api, Uri root, TimeProvider time)
    {
        var watch = new RunWatch(api, time);
        object[] groups = [new WorkflowTools(api), new ReadTools(api), new StartTools(api, watch), new VerbTools(api)];
        return from tools in groups
               from method in tools.GetType().GetMethods()
               where method.GetCustomAttribute<McpServerToolAttribute>() is not null
               let options = new McpServerToolCreateOptions { SerializerOptions = Json }
               select new GuardedTool(McpServerTool.Create(method, tools, options), root);
    }
}
