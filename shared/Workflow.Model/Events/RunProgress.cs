namespace Workflow.Model;

/// <summary>How far a run is, the same wherever it is told.</summary>
/// <param name="CurrentStep">Steps that have ended, 0 to <paramref name="TotalSteps"/>; attempts count.</param>
/// <param name="TotalSteps">Steps there are, or the definition's tasks while these are more; of a completed run the
/// steps there were.</param>
/// <param name="Percentage">0 to 100, two decimals; 100 only for a completed run or when nothing is left that is known
/// of.</param>
/// <param name="CurrentStepName">The running step that began last; else the one that ended last; null before
/// any.</param>
public readonly record struct RunProgress(
    int CurrentStep, int TotalSteps, double Percentage, string? CurrentStepName)
{
    /// <param name="estimated">Tasks in the definition.</param>
    /// <param name="steps">Attempts of steps that have begun.</param>
    /// <param name="ended">Those that have ended.</param>
    public static RunProgress Of(RunStatus status, int estimated, int steps, int ended, string? stepName)
    {
        var isCompleted = status == RunStatus.Completed;
        var total = isCompleted && steps > 0 ? steps : Math.Max(estimated, steps);
        var current = isCompleted ? total : Math.Min(ended, total);
        var percentage = isCompleted ? 100 : total == 0 ? 0 : Math.Round(100.0 * current / total, 2);
        return new RunProgress(current, total, percentage, stepName);
    }
}
