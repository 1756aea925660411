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

    /// <summary>Tasks that agents answer later: until when each needs no other call.</summary>
    public IReadOnlyDictionary<Guid, DateTimeOffset> Accepted { get; init; } = new Dictionary<Guid, DateTimeOffset>();

    /// <summary>The run that waits for this one; null when none does.</summary>
    public ParentRun? Parent { get; init; }

    /// <summary>W3C trace context of the message that asks for the run; null when it is not known.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Runs with every other run held still; the caller holds all slots.</summary>
    public bool Alone { get; init; }

    /// <summary>Not a real run: recorded steps need not be reached again, and nothing is traced or counted.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Told of every attempt that the flow comes by, recorded or not; null for nobody.</summary>
    internal Action<StepKey>? OnReached { get; init; }
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
