using Workflow.Execution.Moving;
using Workflow.Model;

namespace Workflow.Api.Verbs.Moving;

/// <summary>What became of the wish to move an execution to another version.</summary>
public abstract record MoveOutcome
{
    private MoveOutcome()
    {
    }

    /// <summary>It has that version now, or had it before.</summary>
    public sealed record Done(RunStatus Status, string From, string To) : MoveOutcome;

    /// <summary>There is no such run, or the caller may not see it.</summary>
    public sealed record NotFound : MoveOutcome;

    /// <summary>The run has an end status.</summary>
    public sealed record Ended(RunStatus Status) : MoveOutcome;

    /// <summary>It has no registered workflow.</summary>
    public sealed record Unregistered : MoveOutcome;

    /// <summary>The workflow has no such version.</summary>
    public sealed record NoVersion(Guid WorkflowId) : MoveOutcome;

    /// <summary>What is recorded does not fit.</summary>
    public sealed record Refused(Unfit Unfit, string To) : MoveOutcome;

    /// <summary>It goes on faster than it could be looked at, or a consumer is calling a tool for it.</summary>
    /// <param name="Step">The step with the call; null for the former.</param>
    public sealed record Busy(string? Step = null) : MoveOutcome;
}
