using Microsoft.AspNetCore.Connections;
using Workflow.Api.Accounts.Keys;
using Workflow.Api.Accounts.Setup;
using Workflow.Api.Agents;
using Workflow.Api.Callbacks;
using Workflow.Api.Compare;
using Workflow.Api.Batches;
using Workflow.Api.ConsoleSite;
using Workflow.Api.DeadLetters;
using Workflow.Api.Executions;
using Workflow.Api.Executions.Related;
using Workflow.Api.Executions.Reports;
using Workflow.Api.Explain;
using Workflow.Api.Expressions;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Live;
using Workflow.Api.Operations;
using Workflow.Api.Operations.Drain;
using Workflow.Api.Schedules;
using Workflow.Api.Signals;
using Workflow.Api.Simulation;
using Workflow.Api.Surfaces.AsyncTracing;
using Workflow.Api.Surfaces.ExecutionsV1;
using Workflow.Api.Surfaces.WorkflowExecutions;
using Workflow.Api.Verbs;
using Workflow.Api.Webhooks;
using Workflow.Api.Workflows;
using Workflow.Hosting;

namespace Workflow.Api.Startup;

/// <summary>Puts the API together. Settings come from the environment and from <c>--NAME=value</c> arguments.</summary>
public static class ApiApplication
{
    private const string DefaultUrl = "http://127.0.0.1:8000";

    // Below what `workflow server` and the deployments wait before they end a process.
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(12);

    /// <summary>Builds the application; it listens once it is started.</summary>
    /// <exception cref="SettingException">A setting must not be used.</exception>
    /// <exception cref="Kafka.KafkaOptionsException">A setting of Kafka must not be used.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(ServiceArguments.Of(args));
        builder.Logging.AddServiceLog(name => builder.Configuration[name]);
        builder.Services.AddTelemetry("workflow-api");
        var options = builder.Services.AddApi(builder.Configuration);
        var urls = builder.Configuration["urls"] is { Length: > 0 } given ? given : DefaultUrl;
        builder.WebHost.UseUrls(urls);
        builder.Services.AddAccounts(builder.Configuration, urls);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTime);

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax;
            kestrel.Limits.MaxRequestLineSize = options.RequestLineBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = options.HeaderBytesMax;
            kestrel.Limits.MaxRequestBufferSize = Math.Max(
                kestrel.Limits.MaxRequestBufferSize ?? 0, options.HeaderBytesMax + options.RequestLineBytesMax);
        });

        var app = builder.Build();
        app.UseMiddleware<ErrorAnswers>();
        app.UseConsole();
        app.UseMiddleware<ReadyGate>();
        app.UseRouting();
        app.UseAccounts();
        app.UseWebSockets();
        app.MapDefinitions();
        app.MapAgents();
        app.MapCallbacks();
        app.MapStartV1();
        app.MapListV1();
        app.MapExecute();
        app.MapListExecutions();
        app.MapExecuteAsync();
        app.MapExecutions();
        app.MapExplain();
        app.MapCompare();
        app.MapRelated();
        app.MapExpressions();
        app.MapCancelExecution();
        app.MapReadV1();
        app.MapTraces();
        app.MapLogs();
        app.MapAgentLogs();
        app.MapCancelV1();
        app.MapVerbs();
        app.MapSignals();
        app.MapLive();
        app.MapKeyCreation();
        app.MapKeys();
        app.MapWebhooks();
        app.MapDeliveries();
        app.MapDeadLetters();
        app.MapDecisions();
        app.MapBulkDecisions();
        app.MapBatches();
        app.MapBatchReading();
        app.MapBatchSteering();
        app.MapBatchStatus();
        app.MapSchedules();
        app.MapScheduleTimes();
        app.MapScheduleSteering();
        app.MapOperations();
        app.MapDrain();
        app.MapApiDocument();
        return app;
    }

    /// <summary>Builds and runs until told to stop.</summary>
    /// <returns>0 after a stop, 2 when a setting must not be used, 3 when the port is taken.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception refused) when (refused is SettingException or Kafka.KafkaOptionsException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 2;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{taken.Message} Stop what listens there, or choose another: --urls http://127.0.0.1:8001");
            return 3;
        }
    }

    private static void MapDefinitions(this IEndpointRouteBuilder app)
    {
        app.MapRegistration();
        app.MapSimulation();
        app.MapWorkflows();
        app.MapWorkflowVersions();
    }
}
