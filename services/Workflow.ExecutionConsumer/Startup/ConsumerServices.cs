using Npgsql;
using Workflow.Database.Schema;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.Database.Ownership;
using Workflow.Database.Presence;
using Workflow.Database.Recovery;
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
using Workflow.Execution.Tasks.CallHttp;
using Workflow.Execution.Tasks.Emit;
using Workflow.Execution.Children;
using Workflow.Execution.Tasks.RunWorkflow;
using Workflow.ExecutionConsumer.Agents;
using Workflow.ExecutionConsumer.Children;
using Workflow.ExecutionConsumer.Events;
using Workflow.ExecutionConsumer.Housekeeping;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.ExecutionConsumer.Signals;
using Workflow.ExecutionConsumer.Schedules;
using Workflow.Kafka;
using Workflow.Model;

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
        services.AddSingleton(_ => NpgsqlDataSource.Create(settings.Database));
        services.AddKeyedSingleton(Connections.Flusher, (_, _) =>
            NpgsqlDataSource.Create(Connections.ForFlusher(settings.Database)));
        AddDatabase(services);
        services.AddSingleton(new DefinitionCache(settings.Definitions));
        AddExecution(services);
        AddIntake(services);
        services.AddSingleton<EndedRuns>();
        services.AddSingleton<PauseLook>();
        services.AddSingleton<QueueLook>();
        services.AddSingleton<ScheduleLook>();
        services.AddSingleton<OwnerLook>();
        services.AddHostedService(provider => provider.GetRequiredService<RunEventSender>());
        services.AddHostedService<ConsumerService>();
        services.AddHostedService<SignOfLife>();
        services.AddHostedService(provider => provider.GetRequiredService<Backlog>());
        services.AddHostedService(provider => provider.GetRequiredService<ResultInbox>());
        services.AddHostedService(provider => provider.GetRequiredService<CheckpointIntake>());
        services.AddHostedService(provider => provider.GetRequiredService<Wakeups>());
        services.AddHostedService<AloneRuns>();
        services.AddHostedService<SlotGrants>();
        services.AddHostedService(provider => provider.GetRequiredService<OwnerLook>());
        return services;
    }

    private static void AddDatabase(IServiceCollection services) => services
        .AddSingleton<IJournalStore>(provider => new JournalStore(
            provider.GetRequiredKeyedService<NpgsqlDataSource>(Connections.Flusher)))
        .AddSingleton<IShardTable, ShardTable>()
        .AddSingleton<OpenRuns>()
        .AddSingleton<RunLoader>()
        .AddSingleton<IRunLoader>(provider => provider.GetRequiredService<RunLoader>())
        .AddSingleton<RunInbox>()
        .AddSingleton<StepCheckpoints>()
        .AddSingleton<Quarantine>()
        .AddSingleton<RunPauses>()
        .AddSingleton<QueuedRuns>()
        .AddSingleton<GrantSlots>()
        .AddSingleton<DueSchedules>()
        .AddSingleton<FireSchedule>()
        .AddSingleton<CancelRun>()
        .AddSingleton<EnterChildRun>()
        .AddSingleton<IAcceptForeignRun, AcceptForeignRun>()
        .AddSingleton<AgentCatalog>()
        .AddSingleton<DefinitionStore>()
        .AddSingleton<ConsumerTable>();

    private static void AddExecution(IServiceCollection services) => services
        .AddSingleton<RunEventSender>()
        .AddSingleton<IRunEvents>(provider => provider.GetRequiredService<RunEventSender>())
        .AddSingleton<Journal>()
        .AddSingleton(provider => new SlotPool(provider.GetRequiredService<ExecutionOptions>().SlotsMax))
        .AddSingleton<IAgentDirectory, AgentDirectory>()
        .AddSingleton(provider => new MessageProducer(
            provider.GetRequiredService<KafkaOptions>(), provider.GetRequiredService<ILogger<MessageProducer>>()))
        .AddSingleton<IMessageSender>(provider => provider.GetRequiredService<MessageProducer>())
        .AddSingleton<IAgentTaskSender, TaskSender>()
        .AddSingleton<AgentCalls>()
        .AddSingleton<CallAgentRunner>()
        .AddSingleton(provider => new CallHttpRunner(
            new HttpClient(new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            })
            {
                Timeout = Timeout.InfiniteTimeSpan,
            },
            provider.GetRequiredService<ExecutionOptions>()))
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
        .AddSingleton<ITakeover, Takeover>()
        .AddSingleton<DeadLetterDesk>()
        .AddSingleton<AgentStore>()
        .AddSingleton<ForeignRequests>()
        .AddSingleton<Backlog>()
        .AddSingleton<RequestIntake>()
        .AddSingleton<ShardOwner>()
        .AddSingleton<ResultInbox>()
        .AddSingleton<CheckpointIntake>()
        .AddSingleton<Cancellations>()
        .AddSingleton<ParentSignals>()
        .AddSingleton<InboxDelivery>()
        .AddSingleton<Wakeups>()
        .AddSingleton<LaneMessages>()
        .AddSingleton(provider => new OwnershipConsumer(
            provider.GetRequiredService<KafkaOptions>(), provider.GetRequiredService<ShardOwner>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<OwnershipConsumer>>()))
        .AddSingleton(provider => new LaneConsumer(
            provider.GetRequiredService<KafkaOptions>(), provider.GetRequiredService<LaneMessages>(),
            provider.GetRequiredService<ILogger<LaneConsumer>>()));
}
