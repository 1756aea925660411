using Workflow.Api.Http;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Api.Verbs.Steps;

/// <summary>Errors about steps that are to be ended by hand.</summary>
internal static class StepProblems
{
    private const int StepsShown = 50;

    public static Problem NotOpen(StepChoice choice, IReadOnlyList<StepUnderWay> open) => new(
        ProblemTypes.StepNotOpen,
        $"No step {choice} is under way; "
        + (open.Count == 0 ? "none is." : $"those that are: {string.Join(", ", Shown(open))}."))
    {
        Facts = new() { ["open"] = Shown(open) },
    };

    public static Problem Several(StepChoice choice, IReadOnlyList<StepUnderWay> meant) => new(
        ProblemTypes.AmbiguousStep,
        $"{choice} may be any of {string.Join(", ", Shown(meant))}; give path and iteration of one.")
    {
        Facts = new() { ["open"] = Shown(meant) },
    };

    public static Problem Decided(StepKey step) => new(
        ProblemTypes.StepDecided,
        $"Step {step.Path} (iteration {step.Iteration}, attempt {step.Attempt}) is decided already; its owner will "
        + "take that in. GET …/audit tells who decided what.");

    private static string[] Shown(IReadOnlyList<StepUnderWay> steps) =>
        [.. steps.Take(StepsShown).Select(step => $"{step.Key.Path} (iteration {step.Key.Iteration})")];
}
