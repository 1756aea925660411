using Workflow.Execution.Ownership;
using Workflow.Model;

namespace Workflow.Execution.Children;

/// <summary>A child run that a step asks for.</summary>
/// <param name="ChildId">Recorded with the step before, so that it is the same however often it is asked for.</param>
/// <param name="Hold">The parent's shard: only its owner adds children.</param>
/// <param name="TaskId">Of the step that asks.</param>
/// <param name="IsAwaited">Whether the step waits for the child's end.</param>
/// <param name="Input">Empty for none.</param>
public sealed record ChildRequest(
    Guid ChildId, Guid ParentId, ShardHold Hold, Guid TaskId, bool IsAwaited, WorkflowReference Workflow,
    RawJson Input);

/// <summary>What became of a <see cref="ChildRequest"/>.</summary>
public enum ChildEntry
{
    /// <summary>The child's row is committed, now or by an earlier try.</summary>
    Entered,

    /// <summary>The owner of the parent's definition has no such workflow, or no such version of it.</summary>
    UnknownWorkflow,

    /// <summary>The parent is nested as deep as children may be.</summary>
    TooDeep,

    /// <summary>The parent has ended, or is not this process's to advance any more.</summary>
    NotOurs,

    /// <summary>The database refuses the content; see the reason.</summary>
    Refused,
}

/// <param name="Reason">The database's words, for <see cref="ChildEntry.Refused"/>.</param>
public readonly record struct ChildEntryResult(ChildEntry Entry, string? Reason = null);

/// <summary>Makes runs that other runs ask for.</summary>
public interface IChildRuns
{
    /// <summary>Commits the child's row, unless it is there, and wakes its owner. Repeats while the database is
    /// away.</summary>
    ValueTask<ChildEntryResult> EnterAsync(ChildRequest request, CancellationToken ct);
}
