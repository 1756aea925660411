using System.Text.Json;

namespace Workflow.Cli.Mcp;

/// <summary>A page of workflows.</summary>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
internal sealed record WorkflowPage(IReadOnlyList<ListedWorkflow> Workflows, string? Next = null);

/// <summary>A workflow; <paramref name="Version"/> is the latest.</summary>
internal sealed record ListedWorkflow(
    Guid Id, string Name, string Namespace, string Version, DateTimeOffset UpdatedAt);

/// <summary>A page of runs.</summary>
/// <param name="Total">How many there are; the least there are when <paramref name="TotalIsEstimate"/>.</param>
/// <param name="NextCursor">For the next page; null on the last.</param>
internal sealed record RunPage(
    IReadOnlyList<ListedRun> Runs, int Total, bool TotalIsEstimate, string? NextCursor = null);

/// <summary>A run in a list.</summary>
/// <param name="Workflow">Name of the workflow or agent.</param>
internal sealed record ListedRun(
    Guid RunId, string Workflow, string Status, DateTimeOffset CreatedAt, long? DurationMs = null,
    string? ErrorMessage = null, string? BusinessKey = null)
{
    public static ListedRun Of(RunAnswer run) => new(
        run.ExecutionId, run.TargetName, run.Status, run.CreatedAt, run.DurationMs, run.ErrorMessage, run.BusinessKey);
}

/// <summary>Why a run failed.</summary>
/// <param name="Type">A URI of the DSL's standard errors, or one that the definition raised.</param>
internal sealed record RunError(string Type, string Message, JsonElement? Details = null);

/// <summary>A run.</summary>
/// <param name="Workflow">Name of the workflow or agent.</param>
/// <param name="LeftOut">Characters of what is too long to be told: input, output.</param>
internal sealed record RunResult(
    Guid RunId, string Workflow, string Status, DateTimeOffset CreatedAt, string? WorkflowVersion = null,
    DateTimeOffset? StartedAt = null, DateTimeOffset? CompletedAt = null, JsonElement? Input = null,
    JsonElement? Output = null, RunError? Error = null, string? CancelledBy = null, string? CancelReason = null,
    DateTimeOffset? PausedAt = null, string? BusinessKey = null, JsonElement? Labels = null,
    Guid? ParentRunId = null, Guid? RetriedFrom = null, IReadOnlyDictionary<string, int>? LeftOut = null);

/// <summary>A run that was started or watched.</summary>
/// <param name="HasEnded">False when the time was over before the run was.</param>
/// <param name="Progress">0 to 1; null when it was not asked for.</param>
/// <param name="CurrentStep">What is happening, for people.</param>
/// <param name="LeftOut">Characters of what is too long to be told: output.</param>
internal sealed record WatchResult(
    Guid RunId, string Status, bool HasEnded, double? Progress = null, string? CurrentStep = null,
    JsonElement? Output = null, string? ErrorMessage = null, IReadOnlyDictionary<string, int>? LeftOut = null);

/// <summary>A page of steps, in the order in which they began.</summary>
/// <param name="NextOffset">Value of <c>offset</c> for the next page; null on the last.</param>
internal sealed record StepPage(IReadOnlyList<StepResult> Steps, int? NextOffset = null);

/// <summary>One attempt of a step.</summary>
/// <param name="Name">The task's name in the definition.</param>
/// <param name="Path">Its place there, a JSON pointer.</param>
/// <param name="Iteration">Which turns of the enclosing loops it belongs to.</param>
internal sealed record StepResult(
    string Name, string Type, string Status, string Path, string Iteration, int Attempt, DateTimeOffset StartedAt,
    long? DurationMs = null, string? Agent = null, string? Tool = null, string? Error = null)
{
    public static StepResult Of(StepAnswer step) => new(
        step.StepId, step.StepType, step.Status, step.Metadata.StepPath, step.Metadata.Iteration,
        step.Metadata.Attempt, step.StartedAt, step.DurationMs, step.AgentName, step.ToolName, step.Error);
}

/// <summary>Why a run is where it is, and what comes next.</summary>
/// <param name="Reasons">The most important first.</param>
/// <param name="Remedies">What a person can do about it.</param>
internal sealed record Explanation(
    Guid RunId, string Status, string Summary, IReadOnlyList<Reason> Reasons, IReadOnlyList<NextEvent> Next,
    IReadOnlyList<string> Remedies);

/// <summary>One thing that keeps a run where it is, or made it end.</summary>
/// <param name="Code">One of those in docs/explain.md.</param>
internal sealed record Reason(
    string Code, string Message, DateTimeOffset? Since = null, DateTimeOffset? Until = null,
    JsonElement? Facts = null);

/// <param name="When">Null when it may be any moment.</param>
internal sealed record NextEvent(string What, DateTimeOffset? When = null);

/// <summary>A run that was cancelled.</summary>
/// <param name="Stage">Where the cancellation found it.</param>
internal sealed record CancelResult(Guid RunId, string Status, DateTimeOffset CancelledAt, string Stage);

/// <summary>The new run that carries on where another one stopped.</summary>
/// <param name="InheritedSteps">Steps that were taken over and are not run again.</param>
internal sealed record RetryResult(Guid RunId, string Status, Guid RetriedFrom, int InheritedSteps);
