namespace Workflow.Database.Intake;

/// <summary>What became of a request for a run.</summary>
public abstract record IntakeOutcome
{
    private IntakeOutcome()
    {
    }

    /// <summary>The row is committed: the run will reach an end status.</summary>
    public sealed record Accepted(AcceptedRun Run) : IntakeOutcome;

    /// <summary>The key came before with the same request; nothing was written.</summary>
    public sealed record Repeated(FirstRun First) : IntakeOutcome;

    /// <summary>The key came before with another request; nothing was written.</summary>
    public sealed record KeyTaken(FirstRun First) : IntakeOutcome;

    /// <summary>The owner has no such workflow or version, or no such agent that is enabled.</summary>
    public sealed record UnknownTarget : IntakeOutcome;

    /// <summary>As many open runs have the concurrency key as may have it; nothing was written.</summary>
    /// <param name="Holders">Some of them, those with a slot first.</param>
    public sealed record NoSlot(IReadOnlyList<Guid> Holders) : IntakeOutcome;

    /// <summary>PostgreSQL refuses this very request, whatever is written beside it.</summary>
    public sealed record Refused(string SqlState, string Reason) : IntakeOutcome;

    /// <summary>The queue before the database is full: nothing was written.</summary>
    public sealed record QueueFull : IntakeOutcome;

    /// <summary>The database does not answer; the row may or may not be there.</summary>
    public sealed record Unavailable(string Reason) : IntakeOutcome;
}
