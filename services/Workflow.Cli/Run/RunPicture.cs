using Workflow.Cli.Http;

namespace Workflow.Cli.Run;

/// <summary>What the terminal shows of a run at one moment.</summary>
/// <param name="Fraction">How much is done, 0 to 1. Loops grow as they run, so 1 is kept for the end.</param>
/// <param name="Trouble">Why the picture is old; null when it is fresh.</param>
internal sealed record RunPicture(
    string Status, double Fraction, TimeSpan Elapsed, IReadOnlyList<StepGroup> Groups, string? Trouble = null)
{
    private const double AlmostDone = 0.99;

    public static RunPicture Of(RunSnapshot run, StepList steps, TimeSpan elapsed)
    {
        var groups = StepGroup.Of(steps.Steps);
        var done = groups.Sum(group => group.Count - group.Running);
        var known = Math.Max(steps.TotalSteps, steps.Steps.Count);
        var fraction = run.Status == "completed" ? 1
            : known == 0 ? 0
            : Math.Min(AlmostDone, (double)done / known);
        return new RunPicture(run.Status, fraction, elapsed, groups);
    }
}
