using Workflow.Definitions.Syntax;
using Workflow.Execution;
using Workflow.Execution.Tasks.Tools;
using Workflow.Model;
using Workflow.Outgoing;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Secrets;
using Workflow.Tools;
using Workflow.Tools.A2a;
using Workflow.Tools.AsyncApi;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Logins.Tokens;
using Workflow.Tools.Mcp;
using Workflow.Tools.OpenApi;
using Workflow.Tools.Processes;

namespace Workflow.Cli.Local;

/// <summary>What a run in this process may reach.</summary>
/// <param name="Agents">Where each agent takes tasks, by name.</param>
/// <param name="Definitions">Those that runs may start as children.</param>
/// <param name="Tools">What calls tools, within the options given.</param>
internal sealed record LocalSurroundings(
    IReadOnlyDictionary<string, Uri> Agents, IReadOnlyList<WorkflowDefinition> Definitions, AgentPoster Sender,
    Func<ExecutionOptions, ToolRunners> Tools)
{
    /// <summary>With the rules of a platform on one's own machine: inner addresses are allowed.</summary>
    /// <param name="environment">Where secrets are, as for consumers.</param>
    public static LocalSurroundings Of(
        IReadOnlyDictionary<string, Uri> agents, IReadOnlyList<WorkflowDefinition> definitions,
        IReadOnlyDictionary<string, string?> environment, TimeProvider time, CancellationToken ct)
    {
        var tools = new ToolOptions();
        var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var client = new OutgoingClient(
            DestinationRules.Of(new OutgoingOptions(), isLocal: true), GuardedConnector.SystemResolver, null,
            tools.Limits);
        var calls = new HttpTool(client, tools);
        var openApi = new OpenApiTool(calls, new OpenApiDocuments(calls, tools, time));
        var mcp = new McpTool(new McpSessions(client, tools, time), client, tools);
        var logins = new ToolLogins(
            new SecretSource(environment, "`workflow run --local`"), SecretHosts.Of("", isLocal: true),
            new ToolTokens(calls, tools, time));
        return new LocalSurroundings(
            agents, definitions, new AgentPoster(http, time, ct),
            options => new ToolRunners(
                calls, openApi, mcp, new A2aTool(calls, tools),
                new AsyncApiTool(calls, new NoKafka(), new NoKafka(), tools), new ProcessTool(new ProcessOptions()),
                logins, options));
    }

    /// <summary>Null when none of that name and version was given.</summary>
    public WorkflowDefinition? DefinitionOf(WorkflowReference wanted) => Definitions.LastOrDefault(definition =>
        (definition.Document.Namespace, definition.Document.Name) == (wanted.Namespace, wanted.Name)
        && (wanted.Version == WorkflowReference.Latest || wanted.Version == definition.Document.Version));
}
