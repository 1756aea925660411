using Npgsql;
using Workflow.Database.Schema;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.Database.Ownership;
using Workflow.Database.Presence;
using Workflow.Database.Queries;
using Workflow.Database.Recovery;
using Workflow.Database.Reports;
using Workflow.Database.Signals;
using Workflow.Database.Schedules;
using Workflow.Database.Transitions;
using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Agents;
using Workflow.Execution.Journal;
using Workflow.Execution.Runs;
using Workflow.Execution.Signals;
using Workflow.Execution.Tasks;
using Workflow.Execution.Tasks.CallAgent;
using Workflow.Execution.Tasks.Emit;
using Workflow.Execution.Children;
using Workflow.Execution.Tasks.RunWorkflow;
using Workflow.ExecutionConsumer.Agents;
using Workflow.ExecutionConsumer.Children;
using Workflow.ExecutionConsumer.Drain;
using Workflow.ExecutionConsumer.Events;
using Workflow.ExecutionConsumer.Housekeeping;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.ExecutionConsumer.Lifecycle;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Reports;
using Workflow.ExecutionConsumer.Routing;
using Workflow.ExecutionConsumer.Runs;
using Workflow.ExecutionConsumer.Signals;
using Workflow.ExecutionConsumer.Schedules;
using Workflow.ExecutionConsumer.Telemetry;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Outgoing.Secrets;
using Workflow.Registry;

namespace Workflow.ExecutionConsumer.Startup;

/// <summary>Everything a consumer is made of, in the order of the flow.</summary>
internal static class ConsumerServices
{
    public static IServiceCollection AddConsumer(this IServiceCollection services, ConsumerSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Consumer);
        services.AddSingleton(settings.Journal);
        services.AddSingleton(settings.Firing);
        services.AddSingleton(settings.Kafka);
        services.AddSingleton(settings.Execution);
        services.AddSingleton(_ => Connections.Open(settings.Database));
        services.AddKeyedSingleton(Connections.Flusher, (_, _) =>
            Connections.Open(Connections.ForFlusher(settings.Database)));
        AddDatabase(services);
        AddAgents(services, settings);
        services.AddSingleton(settings.Definitions);
        services.AddSingleton(new DefinitionCache(settings.Definitions));
        AddExecution(services);
        services.AddTools(settings.Tools);
        AddIntake(services);
        services
            .AddSingleton(settings.Lifecycle)
            .AddSingleton(new LifecycleTelling(settings.Redaction, settings.Lifecycle.HasTasks))
            .AddSingleton<LifecycleQueries>()
            .AddSingleton<LifecyclePublisher>();
        services.AddSingleton<EndedRuns>();
        services.AddSingleton<PauseLook>();
        services.AddSingleton<QueueLook>();
        services.AddSingleton<ScheduleLook>();
        services.AddSingleton<OwnerLook>();
        services.AddHostedService(provider => provider.GetRequiredService<RunEventSender>());
        services.AddHostedService<ConsumerInstruments>();
        // Ends after the shards are handed over, and is seen until then.
        services.AddHostedService<SignOfLife>();
        services.AddHostedService<ConsumerService>();
        services.AddHostedService<QuietStop>();
        services.AddHostedService(provider => provider.GetRequiredService<Backlog>());
        services.AddHostedService(provider => provider.GetRequiredService<ResultInbox>());
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointIntake>());
        services.AddHostedService(provider => provider.GetRequiredService<ReportIntake>());
        services.AddHostedService(provider => provider.GetRequiredService<Wakeups>());
        services.AddHostedService(provider => provider.GetRequiredService<EventRouter>());
        services.AddHostedService(provider => provider.GetRequiredService<LifecyclePublisher>());
        services.AddHostedService<AloneRuns>();
        services.AddHostedService<SlotGrants>();
        services.AddHostedService(provider => provider.GetRequiredService<OwnerLook>());
        return services;
    }

    private static void AddDatabase(IServiceCollection services) => services
        .AddSingleton<IJournalStore>(provider => new JournalStore(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Flusher)))
        .AddSingleton<IShardTable>(provider => new ShardTable(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<KafkaOptions>().SessionTimeout / 2))
        .AddSingleton<OpenRuns>()
        .AddSingleton<RunLoader>()
        .AddSingleton<IRunLoader>(provider => provider.GetRequiredService<RunLoader>())
        .AddSingleton<RunInbox>()
        .AddSingleton<EventWaits>()
        .AddSingleton<StepCheckpoints>()
        .AddSingleton<Attempts>()
        .AddSingleton(provider => new ReportStore(
            provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<ConsumerOptions>().LogLinesMax,
            provider.GetRequiredService<ConsumerOptions>().LogBytesMax))
        .AddSingleton(provider => new KeepToolCalls(
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetRequiredService<ConsumerOptions>().ToolCallsMax))
        .AddSingleton<Quarantine>()
        .AddSingleton<RunPauses>()
        .AddSingleton<QueuedRuns>()
        .AddSingleton<GrantSlots>()
        .AddSingleton<DueSchedules>()
        .AddSingleton<ScheduleWaits>()
        .AddSingleton<StartByEvents>()
        .AddSingleton<FireSchedule>()
        .AddSingleton<CancelRun>()
        .AddSingleton<EnterChildRun>()
        .AddSingleton<IAcceptForeignRun, AcceptForeignRun>()
        .AddSingleton<AgentCatalog>()
        .AddSingleton<DefinitionStore>()
        .AddSingleton<ConsumerTable>();

    private static void AddAgents(IServiceCollection services, ConsumerSettings settings)
    {
        if (!settings.Registry.IsUsed)
        {
            services.AddSingleton<IAgentDirectory, AgentDirectory>().AddSingleton<IAgentLookup, AgentStore>();
            return;
        }

        services.AddSingleton(provider => new RemoteAgents(
            settings.Registry, new SecretSource(settings.Environment, "the consumer"),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RemoteAgents>>()));
        services.AddSingleton<IAgentDirectory>(provider => provider.GetRequiredService<RemoteAgents>());
        services.AddSingleton<IAgentLookup>(provider => provider.GetRequiredService<RemoteAgents>());
    }

    private static void AddExecution(IServiceCollection services) => services
        .AddSingleton<RunEventSender>()
        .AddSingleton<IRunEvents>(provider => provider.GetRequiredService<RunEventSender>())
        .AddSingleton<Journal>()
        .AddSingleton(provider => new SlotPool(provider.GetRequiredService<ExecutionOptions>().SlotsMax))
        .AddSingleton(provider => new MessageProducer(
            provider.GetRequiredService<KafkaOptions>(), provider.GetRequiredService<ILogger<MessageProducer>>()))
        .AddSingleton<IMessageSender>(provider => provider.GetRequiredService<MessageProducer>())
        .AddSingleton<IAgentTaskSender, TaskSender>()
        .AddSingleton<AgentCalls>()
        .AddSingleton<CallAgentRunner>()
        .AddSingleton<StartSignals>()
        .AddSingleton<IChildRuns, ChildRuns>()
        .AddSingleton<ChildWaits>()
        .AddSingleton<RunWorkflowRunner>()
        .AddSingleton<SignalStore>()
        .AddSingleton<IRunSignals, RunSignals>()
        .AddSingleton<EmitRunner>()
        .AddSingleton<TaskRunners>()
        .AddSingleton<TaskInterpreter>();

    private static void AddIntake(IServiceCollection services) => services
        .AddSingleton<ClusterShape>()
        .AddSingleton<HoldTable>()
        .AddSingleton<RunTable>()
        .AddSingleton<SlotBell>()
        .AddSingleton<RunStarter>()
        .AddSingleton<Suspects>()
        .AddSingleton<TakeoverTurns>()
        .AddSingleton<ITakeover, Takeover>()
        .AddSingleton<DeadLetterDesk>()
        .AddSingleton<ForeignRequests>()
        .AddSingleton<Backlog>()
        .AddSingleton<RequestIntake>()
        .AddSingleton<ShardOwner>()
        .AddSingleton<ConsumerDrain>()
        .AddSingleton<ResultInbox>()
        .AddSingleton<CheckpointIntake>()
        .AddSingleton<ReportIntake>()
        .AddSingleton<Cancellations>()
        .AddSingleton<ParentSignals>()
        .AddSingleton<InboxDelivery>()
        .AddSingleton<Wakeups>()
        .AddSingleton<EventStarts>()
        .AddSingleton<EventRouter>()
        .AddSingleton<LaneMessages>()
        .AddSingleton(provider => new OwnershipConsumer(
            provider.GetRequiredService<KafkaOptions>(), provider.GetRequiredService<ShardOwner>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OwnershipConsumer>>()))
        .AddSingleton(provider => new LaneConsumer(
            provider.GetRequiredService<KafkaOptions>(), provider.GetRequiredService<LaneMessages>(),
            provider.GetRequiredService<ILogger<LaneConsumer>>()));
}
