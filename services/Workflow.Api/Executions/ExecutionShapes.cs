using System.Text.Json.Serialization;
using Workflow.Api.Redaction;
using Workflow.Model;

namespace Workflow.Api.Executions;

/// <summary>An execution on the same surface.</summary>
/// <param name="WorkflowId">Null for a run of one agent, and for a plan that came by message.</param>
/// <param name="StartedAt">When it began; until then, when it was accepted.</param>
public sealed record ExecutionDetail(
    Guid Id, Guid? WorkflowId, string Status,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson InputData,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson OutputData, string? ErrorMessage,
    DateTimeOffset StartedAt, DateTimeOffset? CompletedAt)
{
    /// <summary>In lists: members that are null because they are too large for one; the execution itself has
    /// them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? LeftOut { get; init; }
}

/// <summary>One attempt of a step (seed surface "async with tracing").</summary>
public sealed record ExecutionStep(
    string StepId, string StepType, string? AgentName, string? ToolName, string Status, DateTimeOffset StartedAt,
    DateTimeOffset? CompletedAt, long? DurationMs, string? Error, RawJson Metadata)
{
    /// <summary>How far its agent said it was, last; left out when it did not say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgressReport? Progress { get; init; }
}

/// <summary>Which way a decision point went last.</summary>
public sealed record ExecutionDecision(string Outcome, DateTimeOffset Timestamp);

/// <summary>An execution's steps on the same surface.</summary>
/// <param name="CurrentStepIndex">Steps that have ended.</param>
/// <param name="TotalSteps">As in <see cref="RunProgress"/>.</param>
/// <param name="ExecutionPath">Agents in the order in which their steps began.</param>
/// <param name="BranchDecisions">By name of the decision point.</param>
public sealed record ExecutionSteps(
    Guid ExecutionId, int CurrentStepIndex, int TotalSteps, IReadOnlyList<ExecutionStep> Steps,
    IReadOnlyList<string> ExecutionPath, IReadOnlyDictionary<string, ExecutionDecision> BranchDecisions);
