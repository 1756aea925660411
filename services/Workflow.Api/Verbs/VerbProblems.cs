using Workflow.Api.Http;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>Errors about what may be done to an execution.</summary>
public static class VerbProblems
{
    private const int StepsShown = 50;

    public static Problem Ended(Guid id, RunStatus status) => new(
        ProblemTypes.ExecutionEnded,
        $"Execution {id} is {status.ToJson()}, which is final; this takes a pending or running one.")
    {
        Facts = Facts(id, status),
    };

    public static Problem NotRetryable(Guid id, RunStatus status) => new(
        ProblemTypes.ExecutionNotRetryable,
        $"Execution {id} is {status.ToJson()}; only a failed or cancelled one can be retried. "
        + (status.IsEnd() ? "POST …/rerun runs it again." : "Wait for its end, or cancel it."))
    {
        Facts = Facts(id, status),
    };

    public static Problem NotEnded(Guid id, RunStatus status) => new(
        ProblemTypes.ExecutionNotEnded,
        $"Execution {id} is {status.ToJson()}; only one that has ended can be run again. "
        + "Wait for its end, or cancel it.")
    {
        Facts = Facts(id, status),
    };

    public static Problem DefinitionGone(Guid id) => new(
        ProblemTypes.DefinitionGone,
        $"The definition that execution {id} ran is not there any more; start the workflow anew.")
    {
        Facts = new() { ["execution_id"] = id },
    };

    public static Problem UnknownStep(string step, IReadOnlyList<string> known) => new(
        ProblemTypes.UnknownStep,
        $"from_step is '{step}'; the definition has {string.Join(", ", known.Take(StepsShown))}"
        + $"{(known.Count > StepsShown ? " and others" : "")}.")
    {
        Facts = new() { ["step"] = step, ["known"] = known.Take(StepsShown).ToArray() },
    };

    public static Problem AmbiguousStep(string step, IReadOnlyList<string> paths) => new(
        ProblemTypes.AmbiguousStep,
        $"from_step is '{step}', which several steps are called; give one of the paths {string.Join(", ", paths)}.")
    {
        Facts = new() { ["step"] = step, ["known"] = paths.ToArray() },
    };

    public static Problem StepNotReached(Guid id, string step, string? iteration) => new(
        ProblemTypes.StepNotReached,
        $"Execution {id} never came to step '{step}'{(iteration is null ? "" : $" in iteration {iteration}")}; "
        + "name one that GET …/steps lists, or leave from_step out.")
    {
        Facts = new() { ["execution_id"] = id, ["step"] = step },
    };

    public static Problem StepInRace(string step, string race) => new(
        ProblemTypes.StepInRace,
        $"Step '{step}' took part in the race '{race}', which only makes sense as a whole; name '{race}' instead.")
    {
        Facts = new() { ["step"] = step, ["race"] = race },
    };

    private static Dictionary<string, object?> Facts(Guid id, RunStatus status) =>
        new() { ["execution_id"] = id, ["execution_status"] = status.ToJson() };
}
