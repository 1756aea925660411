using Workflow.Definitions.Syntax;
using Workflow.Execution.Ownership;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>What an executor needs to begin a run or to carry one on.</summary>
public sealed record RunStart
{
    public required Guid RunId { get; init; }
    public required ShardHold Hold { get; init; }
    public required WorkflowDefinition Definition { get; init; }
    public required JqValue Input { get; init; }

    /// <summary>PENDING for a fresh run, RUNNING for one that is carried on.</summary>
    public RunStatus Status { get; init; } = RunStatus.Pending;

    public long Revision { get; init; }

    /// <summary>Whether it is paused, as far as is known at the start.</summary>
    public PauseMark Pause { get; init; }

    /// <summary>When it was first started; null for a fresh run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>Unread inbox: unique key (task id) to payload.</summary>
    public IReadOnlyDictionary<string, RawJson> Inbox { get; init; } = new Dictionary<string, RawJson>();

    /// <summary>Signals that it has not taken in.</summary>
    public IReadOnlyList<ArrivedSignal> Signals { get; init; } = [];

    /// <summary>The run that waits for this one; null when none does.</summary>
    public ParentRun? Parent { get; init; }

    /// <summary>Runs with every other run held still; the caller holds all slots.</summary>
    public bool Alone { get; init; }
}

/// <summary>Why an executor let go of its run.</summary>
public enum RunExit
{
    /// <summary>The end status is committed, by this executor or by somebody else.</summary>
    Ended,

    /// <summary>In the database until its wake-up time or a message.</summary>
    Parked,

    /// <summary>The shard went to another owner.</summary>
    Fenced,

    /// <summary>There is no such run.</summary>
    Gone,

    /// <summary>The row is not as expected: load it and start again.</summary>
    Reload,

    /// <summary>This process lets go of the shard or stops.</summary>
    Released,
}
