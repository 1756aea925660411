namespace Workflow.Database.Intake;

/// <summary>How many open runs of one owner with the same key may be started at a time.</summary>
/// <param name="Key">The caller's own word for what is to be kept apart, such as a customer.</param>
/// <param name="Limit">From 1.</param>
/// <param name="OnLimit">One of <see cref="OnLimits"/>: what this run does when there is no free slot.</param>
public sealed record RunConcurrency(string Key, int Limit, string OnLimit);

/// <summary>What a run does when its key has no free slot.</summary>
public static class OnLimits
{
    /// <summary>It waits, and starts by priority and age.</summary>
    public const string Queue = "queue";

    /// <summary>The oldest that holds a slot is cancelled.</summary>
    public const string CancelOldest = "cancel_oldest";

    /// <summary>Its start is refused.</summary>
    public const string Reject = "reject";

    public static readonly string[] All = [Queue, CancelOldest, Reject];
}
