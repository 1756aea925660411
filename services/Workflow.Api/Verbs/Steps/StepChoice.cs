using Workflow.Api.Http.Fields;
using Workflow.Database.Transitions;

namespace Workflow.Api.Verbs.Steps;

/// <summary>Which step is meant, as callers say it.</summary>
/// <param name="Step">Its name, or its path when it begins with a slash.</param>
/// <param name="Iteration">Null when it does not matter.</param>
/// <param name="Attempt">Null when it does not matter.</param>
public sealed record StepChoice(string Step, string? Iteration, int? Attempt)
{
    private static readonly TextField StepField = new("step", "Name or path of a step that is under way.", 2_000)
    {
        IsRequired = true,
    };

    private static readonly TextField IterationField = new(
        "iteration", "Which time it runs, in a loop; needed when several are under way.", 1_000);

    private static readonly NumberField AttemptField = new(
        "attempt", "Its attempt; not needed, but then a later one is never meant.", 1, int.MaxValue);

    /// <summary>The fields of a choice, followed by others.</summary>
    public static Field[] Before(params Field[] own) => [StepField, IterationField, AttemptField, .. own];

    public static StepChoice Read(FieldValues body) =>
        new(body.Get(StepField)!, body.Get(IterationField), (int?)body.OrNull(AttemptField));

    public bool IsMet(StepUnderWay step) =>
        (Step.StartsWith('/') ? step.Key.Path == Step : step.StepId == Step)
        && (Iteration is null || step.Key.Iteration == Iteration)
        && (Attempt is null || step.Key.Attempt == Attempt);

    public override string ToString() =>
        $"'{Step}'{(Iteration is null ? "" : $" in iteration {Iteration}")}"
        + $"{(Attempt is null ? "" : $", attempt {Attempt}")}";
}
