using Workflow.Api.Http;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>A run that is asked for once more. What is null is as in the run before.</summary>
/// <param name="FromStep">Name or JSON pointer of the first step to run again; null for all, or for the failed one of a
/// retry.</param>
/// <param name="Iteration">Which time that step ran; null for the first.</param>
/// <param name="IsLatest">The latest version of the workflow instead of the same.</param>
/// <param name="Input">Empty for the same.</param>
/// <param name="Labels">A JSON object of texts; empty for the same.</param>
public sealed record RepeatRequest(
    string? FromStep = null, string? Iteration = null, bool IsLatest = false, RawJson Input = default,
    RawJson Labels = default, string? BusinessKey = null, short? Priority = null, string? IdempotencyKey = null,
    string? Reason = null);

/// <summary>What became of a retry or rerun.</summary>
public abstract record RepeatOutcome
{
    private RepeatOutcome()
    {
    }

    /// <summary>The new run is accepted, now or before under the same key.</summary>
    public sealed record Accepted(RepeatedRun Run) : RepeatOutcome;

    /// <summary>The key came before with another request.</summary>
    public sealed record KeyTaken(Guid RunId) : RepeatOutcome;

    /// <summary>There is no such run, or the caller may not see it.</summary>
    public sealed record NotFound : RepeatOutcome;

    /// <summary>The run is not in a status that the verb takes.</summary>
    public sealed record WrongStatus(RunStatus Status) : RepeatOutcome;

    /// <summary>The run's owner has too many open runs.</summary>
    public sealed record TooMany(Problem Problem) : RepeatOutcome;

    /// <summary>The definition is not there any more.</summary>
    public sealed record DefinitionGone : RepeatOutcome;

    /// <param name="Known">Names of all steps.</param>
    public sealed record UnknownStep(IReadOnlyList<string> Known) : RepeatOutcome;

    /// <param name="Paths">Paths of all steps of that name.</param>
    public sealed record AmbiguousStep(IReadOnlyList<string> Paths) : RepeatOutcome;

    /// <summary>The run never came to the step.</summary>
    public sealed record StepNotReached : RepeatOutcome;

    /// <param name="Race">Name of the competing fork around the step.</param>
    public sealed record StepInRace(string Race) : RepeatOutcome;
}
