using System.ComponentModel.DataAnnotations;

namespace Workflow.Execution;

/// <summary>Limits of one run and of the runs in one process. Beyond a limit the run fails with an error that names
/// it.</summary>
public sealed record ExecutionOptions
{
    /// <summary>Runs that execute at the same time; waiting runs do not count. More gives more overlap and more memory.
    /// Default 200.</summary>
    [Range(1, 100_000)]
    public int SlotsMax { get; init; } = 200;

    /// <summary>Runs in memory, executing or waiting. Beyond it new runs stay in the database. Default
    /// 10,000.</summary>
    [Range(1, 1_000_000)]
    public int RunsInMemoryMax { get; init; } = 10_000;

    /// <summary>Attempts of steps in one run: a loop that never ends is stopped here. Default 50,000.</summary>
    [Range(1, 10_000_000)]
    public int StepsPerRunMax { get; init; } = 50_000;

    /// <summary>Bytes of one payload (input or output of a step, context, output of the run). Default 4 MiB.</summary>
    [Range(1_024, 256 << 20)]
    public int PayloadBytesMax { get; init; } = 4 << 20;

    /// <summary>Bytes of an agent's input: it has to fit into a message. Default 800,000.</summary>
    [Range(1_024, 256 << 20)]
    public int AgentInputBytesMax { get; init; } = 800_000;

    /// <summary>Children below one another: a run that nobody started as a child is at level 0. Stops a workflow that
    /// runs itself without an end. Default 16.</summary>
    [Range(1, 100)]
    public int ChildLevelsMax { get; init; } = 16;

    /// <summary>Bytes of an event that a run emits to another. Default 256 KiB.</summary>
    [Range(1, 64 << 20)]
    public int SignalBytesMax { get; init; } = 256 << 10;

    /// <summary>Signals of one run that it has not taken in, beyond which an emit to it fails. Default 1,000.</summary>
    [Range(1, 100_000)]
    public int SignalsUnreadMax { get; init; } = 1_000;

    /// <summary>Uncommitted steps of a run before it waits for a commit, so that long local loops do not pile up.
    /// Default 256.</summary>
    [Range(1, 100_000)]
    public int PendingStepsMax { get; init; } = 256;

    /// <summary>A timer at least this far away parks the run: it leaves memory. Default 5 s.</summary>
    public TimeSpan ParkAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A run that waits this long for an agent is parked. Default 60 s.</summary>
    public TimeSpan ParkAgentAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Silence of a call (no result, no heartbeat) after which its task is sent again. Lower finds a dead
    /// bridge
    /// sooner and doubles the traffic of a slow one. Default 5 s.</summary>
    public TimeSpan AgentSilenceMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>No outside effect starts when ownership was last confirmed longer ago than this (R5): the session
    /// timeout. Default 2.5 s.</summary>
    public TimeSpan ProofAgeMax { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Limit of one tool call made by the executor when its task has no timeout. Default 60 s.</summary>
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
