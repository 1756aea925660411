using Workflow.Simulation.Agents;
using Workflow.Simulation.Broker;
using Workflow.Simulation.Checks;
using Workflow.Simulation.Store;
using Workflow.Simulation.World;

namespace Workflow.Simulation;

/// <summary>Everything in one schedule that is not a consumer.</summary>
internal sealed class Universe
{
    public const int Shards = 2;

    public Universe(Mutant mutant, bool isTold)
    {
        Mutant = mutant;
        Story = new Story(isTold, Clock);
        Database = new ModelDatabase(Shards, mutant, Ledger, Clock, Story);
        Network = new Network(Database, Chance);
        Group = new ModelGroup(Shards, SessionTimeout, Clock, Chance);
        Agents = new ModelAgents(Database, Network, Clock, Chance, Story);
        Effects = new Effects(Database, Ledger);
    }

    /// <summary>The local profile's; no shorter than ExecutionOptions.ProofAgeMax.</summary>
    public static TimeSpan SessionTimeout { get; } = Workflow.Kafka.KafkaOptions.Local.SessionTimeout;

    public Mutant Mutant { get; }

    public VirtualClock Clock { get; } = new();

    public Chance Chance { get; } = new();

    public Ledger Ledger { get; } = new();

    public Story Story { get; }

    public ModelDatabase Database { get; }

    public Network Network { get; }

    public ModelGroup Group { get; }

    public ModelAgents Agents { get; }

    public Effects Effects { get; }
}
