using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Agents;
using Workflow.Execution.Children;
using Workflow.Execution.Journal;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks;
using Workflow.Execution.Tasks.CallAgent;
using Workflow.Execution.Tasks.Emit;
using Workflow.Execution.Tasks.RunWorkflow;
using Workflow.Execution.Tasks.Tools;
using Workflow.ExecutionConsumer;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Outgoing.Calls;
using Workflow.Outgoing.Secrets;
using Workflow.Simulation.Broker;
using Workflow.Simulation.World;
using Workflow.Tools.A2a;
using Workflow.Tools.AsyncApi;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;
using Workflow.Tools.Logins.Tokens;
using Workflow.Tools.Mcp;
using Workflow.Tools.OpenApi;
using Workflow.Tools.Processes;
using Workflow.Tools;

namespace Workflow.Simulation.Consumers;

/// <summary>One process of the product, wired as ConsumerServices wires it: its classes, on a lane instead of threads,
/// on virtual time, and with the world's database, broker and agents around it.</summary>
internal sealed class Consumer
{
    private static readonly DefinitionCache Definitions = new(new DefinitionLimits());
    private static readonly ToolOptions Tools = new();
    private static readonly OutgoingClient NoHttp = new(new HttpClientHandler(), Tools.Limits);
    private static readonly HttpTool NoCalls = new(NoHttp, Tools);
    private static readonly McpSessions NoSessions = new(NoHttp, Tools, TimeProvider.System);

    private readonly Universe _world;
    private bool _closing;

    public Consumer(Universe world, string name, Member member)
    {
        (_world, Name) = (world, name);
        Lane = new Lane();
        Stores = new Stores(this, world.Network, world.Mutant);
        var execution = ExecutionOptionsOf(world.Mutant);
        var options = new ConsumerOptions { Id = name, SuspectRecoveries = 100 };
        var outside = new Outside(world, this);
        var journal = new Journal(Stores, new JournalOptions(), world.Clock, Log<Journal>(), outside);
        Calls = new AgentCalls(outside, execution, world.Clock);
        var interpreter = new TaskInterpreter(
            new TaskRunners(
                new CallAgentRunner(Calls, outside, execution),
                new ToolRunners(
                    NoCalls,
                    new OpenApiTool(NoCalls, new OpenApiDocuments(NoCalls, Tools, TimeProvider.System)),
                    new McpTool(NoSessions, NoHttp, Tools),
                    new A2aTool(NoCalls, Tools),
                    new AsyncApiTool(NoCalls, new NoKafka(), new NoKafka(), Tools),
                    new ProcessTool(new ProcessOptions()),
                    new ToolLogins(
                        SecretSource.Empty, SecretHosts.Of("", isLocal: false),
                        new ToolTokens(NoCalls, Tools, TimeProvider.System)),
                    execution),
                new RunWorkflowRunner(outside, new ChildWaits(), execution),
                new EmitRunner(outside, execution),
                execution),
            execution);
        Runs = new RunTable(
            journal, interpreter, new SlotPool(1_000), execution, world.Clock, Log<CentralizedExecutor>());
        Holds = new HoldTable();
        var suspects = new Suspects();
        var bell = new SlotBell();
        Starter = new RunStarter(
            Stores, Runs, Holds, suspects, Definitions, journal, null!, bell, options, world.Clock, Log<RunStarter>());
        var cluster = new ClusterShape { Partitions = world.Group.Partitions.Length };
        var backlog = new Backlog(
            null!, Runs, Starter, suspects, Holds, options, execution, world.Clock, Log<Backlog>());
        var letters = new DeadLetterDesk(null!, world.Clock, Log<DeadLetterDesk>());
        var foreign = new ForeignRequests(
            Stores, Starter, Definitions, Holds, null!, outside, null!, letters, outside, cluster, options, world.Clock,
            Log<ForeignRequests>());
        var intake = new RequestIntake(
            Runs, Starter, Holds, suspects, Definitions, backlog, foreign, letters, KafkaOptions.Local, options,
            execution, Log<RequestIntake>());
        Owner = new ShardOwner(
            Stores, new CarryOn(this, world.Network), new TakeoverTurns(), Holds, Runs, intake, options, cluster,
            world.Clock, Log<ShardOwner>());
        Kafka = new KafkaThread(member, world.Group, Owner, world.Clock, world.Mutant);
        Runs.Exited = new RunExits(Holds, Starter, Owner, bell, _ => { }).Follow;
        Look = new Look(this, world, options);
        Lane.Enter(journal.Start);
        Lane.Enter(() => { _ = Look.RunAsync(); });
    }

    public string Name { get; }

    public Lane Lane { get; }

    public Stores Stores { get; }

    public AgentCalls Calls { get; }

    public RunTable Runs { get; }

    public HoldTable Holds { get; }

    public RunStarter Starter { get; }

    public ShardOwner Owner { get; }

    public KafkaThread Kafka { get; }

    public Look Look { get; }

    public bool IsFrozen { get; set; }

    /// <summary>It was asked to end in order.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Whether its threads run.</summary>
    public bool IsAwake => !IsFrozen && !Lane.IsDead;

    /// <summary>Tasks that this process has sent before.</summary>
    public HashSet<Guid> Sent { get; } = [];

    public bool Poll() => Lane.Enter(Kafka.Poll);

    /// <summary>SIGTERM: as ConsumerService.StopAsync, first the group, then what a lost session has left.</summary>
    public void Stop()
    {
        IsStopping = true;
        Kafka.Close();
    }

    /// <summary>Ends the process once it has given everything back. False while it has not.</summary>
    public bool TryLeave()
    {
        if (!IsStopping || !Kafka.IsEmpty)
        {
            return false;
        }

        if (!_closing)
        {
            _closing = true;
            Lane.Enter(() => { _ = Owner.ReleaseAllAsync(); });
        }

        return Holds.All.Count == 0 && Runs.Count == 0;
    }

    private BugLog<T> Log<T>() => new(_world.Ledger, _world.Story, Name);

    private static ExecutionOptions ExecutionOptionsOf(Mutant mutant) =>
        mutant == Mutant.StaleProof ? new ExecutionOptions { ProofAgeMax = TimeSpan.FromHours(1) } : new();
}
