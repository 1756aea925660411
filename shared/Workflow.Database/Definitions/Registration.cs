using Workflow.Database.Schedules;
using Workflow.Model;

namespace Workflow.Database.Definitions;

/// <summary>A definition that was read and checked, to be kept.</summary>
/// <param name="Document">The document as JSON.</param>
/// <param name="TaskCount">Tasks in it, at every depth.</param>
public sealed record NewDefinition(string Namespace, string Name, string Version, RawJson Document, int TaskCount)
{
    /// <summary>When it is to be started by the clock; null for never.</summary>
    public DefinitionSchedule? Schedule { get; init; }
}

/// <summary>What must be there already for a registration to count.</summary>
/// <param name="UpdatedAt">When it was last changed; null for whenever.</param>
public sealed record ExpectedDefinition(Guid Id, DateTimeOffset? UpdatedAt);

/// <summary>What became of a registration.</summary>
/// <param name="Id">The workflow, new or known.</param>
/// <param name="ScheduleId">What starts it by the clock; null for nothing.</param>
public readonly record struct RegisterResult(Guid Id, RegisterOutcome Outcome, Guid? ScheduleId = null);

public enum RegisterOutcome
{
    /// <summary>The version is kept now.</summary>
    Created,

    /// <summary>The version was known with the same document.</summary>
    Known,

    /// <summary>The version is known with another document, which stays.</summary>
    Conflict,

    /// <summary>The expected workflow has changed or gone; nothing was kept.</summary>
    Unexpected,

    /// <summary>It asks for a schedule, and the owner has as many as one may have; nothing was kept.</summary>
    TooManySchedules,
}
