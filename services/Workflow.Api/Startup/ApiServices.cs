using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using Workflow.Api.Agents;
using Workflow.Api.Batches;
using Workflow.Api.Callbacks;
using Workflow.Api.ConsoleSite;
using Workflow.Api.DeadLetters;
using Workflow.Api.Executions;
using Workflow.Api.Executions.Reading;
using Workflow.Api.Compare;
using Workflow.Api.Explain;
using Workflow.Api.Expressions;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Intake;
using Workflow.Api.Live;
using Workflow.Api.Operations;
using Workflow.Api.Options;
using Workflow.Api.Redaction;
using Workflow.Api.Retention;
using Workflow.Api.Schedules;
using Workflow.Api.Signals;
using Workflow.Api.Simulation;
using Workflow.Api.Webhooks;
using Workflow.Api.Workflows;
using Workflow.Api.Workflows.Resources;
using Workflow.Api.Verbs;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.Database.Intake;
using Workflow.Database.Presence;
using Workflow.Database.Queries;
using Workflow.Database.Reports;
using Workflow.Database.Retention;
using Workflow.Database.Queries.Lists;
using Workflow.Database.Queries.Compare;
using Workflow.Database.Queries.Explain;
using Workflow.Database.Schema;
using Workflow.Database.Transitions;
using Workflow.Definitions;
using Workflow.Hosting;
using Workflow.Kafka;

namespace Workflow.Api.Startup;

/// <summary>Everything the endpoints take, and what runs in the background.</summary>
internal static class ApiServices
{
    /// <summary>Names our connections in pg_stat_activity.</summary>
    private const string ApplicationName = "workflow-api";

    /// <returns>The options, read and checked.</returns>
    public static ApiOptions AddApi(this IServiceCollection services, IConfiguration settings)
    {
        var options = OptionsReader.Read<ApiOptions>(settings.AsEnumerable(), "WORKFLOW_API");
        services.AddSingleton(options);
        services.AddSingleton(OptionsReader.Read<IntakeOptions>(settings.AsEnumerable(), "WORKFLOW_INTAKE"));
        services.AddSingleton(OptionsReader.Read<DefinitionLimits>(settings.AsEnumerable(), "WORKFLOW_DEFINITION"));
        services.AddSingleton(OptionsReader.Read<ExplainOptions>(settings.AsEnumerable(), "WORKFLOW_EXPLAIN"));
        services.AddSingleton(OptionsReader.Read<CompareOptions>(settings.AsEnumerable(), "WORKFLOW_COMPARE"));
        services.AddSingleton(OptionsReader.Read<ExpressionOptions>(settings.AsEnumerable(), "WORKFLOW_EXPRESSION"));
        services.AddSingleton(OptionsReader.Read<SimulationOptions>(settings.AsEnumerable(), "WORKFLOW_SIMULATION"));
        services.AddSingleton(
            OptionsReader.Read<RetentionOptions>(settings.AsEnumerable(), RetentionOptions.Prefix));
        services.AddSingleton<EndedRunStore>();
        services.AddSingleton<RetentionService>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionService>());
        PayloadView.Use(
            OptionsReader.Read<RedactionOptions>(settings.AsEnumerable(), RedactionOptions.Prefix));
        services.AddSingleton(OptionsReader.Read<ConsoleOptions>(settings.AsEnumerable(), "WORKFLOW_CONSOLE"));
        services.AddSingleton(KafkaOptions.FromEnvironment(
            settings.AsEnumerable().DistinctBy(pair => pair.Key).ToDictionary(pair => pair.Key, pair => pair.Value)));
        services.AddSingleton(TimeProvider.System);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        });
        services.AddApiDocument();
        services.AddDatabase(settings);
        services.AddKafka();
        services.AddIntake();
        services.AddLive(settings);
        services.AddResources(settings);
        services.AddSingleton<DefinitionBody>();
        services.AddSingleton<RunExplainer>();
        services.AddSingleton<ExpressionTrials>();
        services.AddSingleton<SimulationSource>();
        services.AddSingleton<Simulations>();
        services.AddWebhooks(settings);
        services.AddDeadLetters(settings);
        services.AddBatches(settings);
        services.AddSignals(settings);
        services.AddCallbacks(settings);
        services.AddSchedules(settings);
        services.AddSingleton<HealthCheck>();
        services.AddHostedService<ApiInstruments>();
        return options;
    }

    private static void AddDatabase(this IServiceCollection services, IConfiguration settings)
    {
        var connection = CheckedConnection(settings);
        services.AddSingleton(provider =>
            Connections.Open(connection, provider.GetRequiredService<ILoggerFactory>()));
        services.AddKeyedSingleton(Connections.Flusher, (provider, _) => Connections.Open(
            Connections.ForFlusher(connection), provider.GetRequiredService<ILoggerFactory>()));
        services.AddLookups(connection);
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<DefinitionHistory>();
        services.AddSingleton<AgentStore>();
        services.AddSingleton<AgentReports>();
        services.AddAgentLookup(settings);
        services.AddSingleton<LogQueries>();
        services.AddSingleton<AgentLogQueries>();
        services.AddSingleton<DurationQueries>();
        services.AddSingleton<WorkflowNames>();
        services.AddSingleton<ListCommand>();
        services.AddSingleton<ClusterQueries>();
        services.AddSingleton<ConsumerDrains>();
        services.AddSingleton<ExplainQueries>();
        services.AddSingleton<CompareQueries>();
        services.AddSingleton<RelatedRuns>();
        services.AddSingleton<TrialQueries>();
        services.AddSingleton<RecordedRuns>();
        services.AddSingleton<ShardLoads>();
        services.AddSingleton<ClusterState>();
        services.AddHostedService<ClusterSetup>();
    }

    private static void AddLookups(this IServiceCollection services, NpgsqlConnectionStringBuilder connection)
    {
        services.AddKeyedSingleton(Connections.Lookups, (provider, _) => Connections.Open(
            Connections.ForLookups(connection), provider.GetRequiredService<ILoggerFactory>()));
        services.AddKeyedSingleton(Connections.Reads, (provider, _) => Connections.Open(
            Connections.ForReads(connection), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => new RunQueries(FewOf(provider)));
        services.AddSingleton(provider => new RunDetails(ReadsOf(provider), FewOf(provider)));
        services.AddSingleton(provider => new StepQueries(ReadsOf(provider)));
        services.AddSingleton(provider => new RunLists(ReadsOf(provider)));
        services.AddSingleton(provider => new ProgressQueries(FewOf(provider)));
    }

    private static NpgsqlDataSource FewOf(IServiceProvider provider) =>
        provider.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Lookups);

    private static NpgsqlDataSource ReadsOf(IServiceProvider provider) =>
        provider.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Reads);

    private static void AddKafka(this IServiceCollection services)
    {
        services.AddSingleton(provider => new MessageProducer(
            provider.GetRequiredService<KafkaOptions>(), provider.GetRequiredService<ILogger<MessageProducer>>()));
        services.AddSingleton<BrokerProbe>();
    }

    private static void AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<RunPublisher>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<OpenRunCounts>();
        services.AddSingleton<RunQuota>();
        services.AddSingleton<PublishRuns>(provider => provider.GetRequiredService<RunPublisher>().PublishAsync);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<RunIntake>(
            provider, provider.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Flusher)));
        services.AddHostedService<IntakeService>();
        services.AddSingleton<RunIds>();
        services.AddSingleton<CancelRun>();
        services.AddSingleton<CancelCommand>();
        services.AddSingleton<StartWebhook>();
        services.AddSingleton<StartReader>();
        services.AddSingleton<RecentNames>();
        services.AddSingleton<WorkflowChoice>();
        services.AddSingleton<StartCommand>();
        services.AddSingleton<DurationEstimates>();
        services.AddVerbs();
    }

    private static NpgsqlConnectionStringBuilder CheckedConnection(IConfiguration settings)
    {
        const string name = "DATABASE_URL";
        var text = settings[name];
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new SettingException(
                name, null, "nothing is kept without a database; give postgresql://user:password@host:5432/database.");
        }

        try
        {
            return Connections.Read(text, ApplicationName);
        }
        catch (FormatException error)
        {
            // The value is not repeated: it may hold a password.
            throw new SettingException(name, "…", error.Message);
        }
    }
}
