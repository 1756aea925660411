using Workflow.Cli.Http;

namespace Workflow.Cli.Run;

/// <summary>What the terminal shows of a run at one moment.</summary>
/// <param name="Fraction">How much is done, 0 to 1: an estimate, so 1 is kept for the end.</param>
/// <param name="Trouble">Why the picture is old; null when it is fresh.</param>
internal sealed record RunPicture(
    string Status, double Fraction, TimeSpan Elapsed, IReadOnlyList<StepGroup> Groups, string? Trouble = null)
{
    private const double AlmostDone = 0.99;

    public bool HasEnded => Status is "completed" or "failed" or "cancelled";

    /// <summary>Before anything is known.</summary>
    public static RunPicture Empty { get; } = new("pending", 0, TimeSpan.Zero, []);

    /// <summary>The next picture; it never goes back.</summary>
    /// <param name="tasks">Tasks in the definition, at every depth.</param>
    public RunPicture Next(RunSnapshot run, IReadOnlyList<StepSnapshot> steps, int tasks, TimeSpan elapsed)
    {
        var fraction = run.Status == "completed" ? 1 : Math.Min(AlmostDone, Progress.Of(steps, tasks));
        return new RunPicture(run.Status, Math.Max(Fraction, fraction), elapsed, StepGroup.Of(steps));
    }
}
