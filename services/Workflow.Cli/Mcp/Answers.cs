using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Cli.Mcp;

/// <summary>A page of runs as the API answers it.</summary>
internal sealed record RunPageAnswer(
    IReadOnlyList<RunAnswer> Executions, int Total, bool TotalIsEstimate, string? NextCursor);

/// <summary>A run as the API answers it; a list leaves out what is large.</summary>
internal sealed record RunAnswer(
    Guid ExecutionId, string TargetName, string? WorkflowVersion, string Status, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, JsonElement? Inputs, JsonElement? Outputs,
    RunError? Error, string? ErrorMessage, long? DurationMs, JsonElement? Labels, string? BusinessKey,
    DateTimeOffset? PausedAt, string? CancelledBy, string? CancelReason, Guid? ParentExecutionId, Guid? RetriedFrom);

/// <summary>Where a run is as the API answers it.</summary>
/// <param name="Progress">0 to 1.</param>
/// <param name="CurrentStep">What is happening, for people.</param>
internal sealed record ProgressAnswer(Guid ExecutionId, string Status, double Progress, string CurrentStep);

/// <summary>A start as the API answers it.</summary>
internal sealed record StartAnswer(Guid ExecutionId, string Status, JsonElement? OutputData, string? ErrorMessage);

/// <summary>A page of steps as the API answers it.</summary>
internal sealed record StepPageAnswer(IReadOnlyList<StepAnswer> Steps);

/// <summary>One attempt of a step as the API answers it.</summary>
internal sealed record StepAnswer(
    string StepId, string StepType, string? AgentName, string? ToolName, string Status, DateTimeOffset StartedAt,
    long? DurationMs, string? Error, StepKey Metadata);

/// <summary>Which step it is.</summary>
internal sealed record StepKey(string StepPath, string Iteration, int Attempt);

/// <summary>An explanation as the API answers it.</summary>
internal sealed record ExplainAnswer(
    Guid ExecutionId, string Status, string Summary, IReadOnlyList<Reason> Reasons, IReadOnlyList<NextEvent> Next,
    IReadOnlyList<string> Remedies);

/// <summary>A cancellation as the API answers it.</summary>
internal sealed record CancelAnswer(Guid ExecutionId, string Status, DateTimeOffset CancelledAt, string Stage);

/// <summary>A retry as the API answers it.</summary>
internal sealed record RetryAnswer(Guid ExecutionId, string Status, Guid RetriedFrom, int InheritedSteps);

/// <summary>Source-generated JSON of these shapes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(WorkflowPage))]
[JsonSerializable(typeof(RunPageAnswer))]
[JsonSerializable(typeof(RunAnswer))]
[JsonSerializable(typeof(ProgressAnswer))]
[JsonSerializable(typeof(StartAnswer))]
[JsonSerializable(typeof(StepPageAnswer))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(CancelAnswer))]
[JsonSerializable(typeof(RetryAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
