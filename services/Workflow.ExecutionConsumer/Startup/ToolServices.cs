using Workflow.Execution.Tasks.Tools;
using Workflow.ExecutionConsumer.Events;
using Workflow.Outgoing;
using Workflow.Outgoing.Calls;
using Workflow.Tools.A2a;
using Workflow.Tools.AsyncApi;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Logins.Tokens;
using Workflow.Tools.Mcp;
using Workflow.Tools.OpenApi;
using Workflow.Tools.Processes;

namespace Workflow.ExecutionConsumer.Startup;

/// <summary>What the executor calls tools with.</summary>
internal static partial class ToolServices
{
    public static void AddTools(this IServiceCollection services, ToolSettings settings) => services
        .AddSingleton(settings.Options)
        .AddSingleton(_ => new OutgoingClient(
            settings.Destinations, GuardedConnector.SystemResolver, settings.Proxy, settings.Options.Limits))
        .AddSingleton<HttpTool>()
        .AddSingleton<ToolTokens>()
        .AddSingleton(provider => new ToolLogins(
            settings.Secrets, settings.SecretHosts, provider.GetRequiredService<ToolTokens>()))
        .AddSingleton<OpenApiDocuments>()
        .AddSingleton<OpenApiTool>()
        .AddSingleton<McpSessions>()
        .AddSingleton<McpTool>()
        .AddSingleton<A2aTool>()
        .AddSingleton<IKafkaPublisher, KafkaPublishers>()
        .AddSingleton<IKafkaReader, KafkaReaders>()
        .AddSingleton<AsyncApiTool>()
        .AddSingleton(provider => new ProcessTool(settings.Processes)
        {
            LeftAloneFailed = (call, reason) => ProcessFailed(
                provider.GetRequiredService<ILogger<ProcessTool>>(), call.TaskId, reason),
        })
        .AddSingleton<ToolRunners>();
}
