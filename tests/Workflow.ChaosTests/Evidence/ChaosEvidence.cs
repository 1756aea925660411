using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Load;

namespace Workflow.ChaosTests.Evidence;

/// <summary>All that the checks look at: SQL, topics, logs of agents, records of clients. No code of the platform made
/// any of it.</summary>
internal sealed record ChaosEvidence
{
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
