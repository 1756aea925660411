namespace Workflow.Database.Retention;

/// <summary>How long ended runs are kept, by end status; null for ever.</summary>
/// <param name="IsArchived">Whether they go to <c>archived_runs</c> then.</param>
/// <param name="Archive">How long they are kept there; null for ever.</param>
public sealed record RetentionPolicy(
    TimeSpan? Completed, TimeSpan? Failed, TimeSpan? Cancelled, bool IsArchived, TimeSpan? Archive)
{
    /// <summary>Whether anything is ever taken away.</summary>
    public bool IsBounded => (Completed ?? Failed ?? Cancelled ?? Archive) is not null;
}
