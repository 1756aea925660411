using Workflow.Model;

namespace Workflow.Database.Queries.Compare;

/// <summary>A run as it is laid beside another.</summary>
/// <param name="Steps">In the order in which they began, the first of them only.</param>
/// <param name="HasMoreSteps">Whether there are steps beyond these.</param>
public sealed record RunSide(
    Guid RunId, Guid? WorkflowId, string WorkflowName, string? WorkflowVersion, RunStatus Status,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, string? ErrorMessage,
    Payload Input, Payload Output, IReadOnlyList<StepSide> Steps, bool HasMoreSteps);

/// <summary>A payload, as far as it was read.</summary>
/// <param name="Json">Empty when there is none, or when it is larger than was asked for.</param>
/// <param name="Bytes">Its size; 0 when there is none.</param>
public readonly record struct Payload(RawJson Json, int Bytes)
{
    public bool IsLeftOut => Json.IsEmpty && Bytes > 0;
}

/// <summary>All attempts of one step, with how the last of them ended.</summary>
/// <param name="Decision">Case that a decision point chose; null for other steps.</param>
/// <param name="Next">Where the flow went when it did not simply continue.</param>
/// <param name="DurationMs">Of all attempts that have ended, together; null when none has.</param>
/// <param name="OutputBytes">Size of the output; null without one.</param>
/// <param name="OutputHash">Of the output's text; null without an output or when it is large.</param>
public sealed record StepSide(
    string StepPath, string Iteration, string StepId, string StepType, StepStatus Status, int Attempts,
    string? Decision, string? Next, string? ErrorMessage, long? DurationMs, int? OutputBytes, string? OutputHash);
