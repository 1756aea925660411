using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Load;

namespace Workflow.ChaosTests.Evidence;

/// <summary>All that the checks look at: SQL, topics, logs of agents, records of clients. No code of the platform made
/// any of it.</summary>
internal sealed record ChaosEvidence
{
    public static readonly TimeSpan InFlightUsual = TimeSpan.FromSeconds(1);

    /// <summary>What may pass between the bridge's look at a step and the agent's first line: longer where the machine
    /// has other things to do.</summary>
    public TimeSpan InFlight { get; init; } = InFlightUsual;

    public IReadOnlyList<StartRecord> Starts { get; init; } = [];

    public IReadOnlyList<VerbRecord> Verbs { get; init; } = [];

    public IReadOnlyList<RunRow> Runs { get; init; } = [];

    public IReadOnlyList<RunChange> RunChanges { get; init; } = [];

    public IReadOnlyList<StepRow> Steps { get; init; } = [];

    public IReadOnlyList<StepChange> StepChanges { get; init; } = [];

    public IReadOnlyList<ShardChange> ShardChanges { get; init; } = [];

    public IReadOnlyList<FireRow> Fires { get; init; } = [];

    public IReadOnlyList<AgentCall> Calls { get; init; } = [];

    public IReadOnlyList<WatchRecord> Watches { get; init; } = [];

    public IReadOnlyList<EventSeen> Events { get; init; } = [];

    public IReadOnlyList<GarbageRecord> Garbage { get; init; } = [];

    /// <summary>Bodies of the dead letters, from the table and from the topic.</summary>
    public IReadOnlyList<string> Letters { get; init; } = [];

    public IReadOnlyList<OffsetRow> Offsets { get; init; } = [];

    public IReadOnlyList<FaultRecord> Faults { get; init; } = [];
}
