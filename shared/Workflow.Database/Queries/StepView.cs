using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>One attempt of a step, without its payloads.</summary>
/// <param name="Progress">How far its agent said it was, last; null when it did not say.</param>
public sealed record StepView(
    string StepPath, string Iteration, int Attempt, string StepId, string StepType, string? AgentName, string? ToolName,
    StepStatus Status, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt, long? DurationMs, string? ErrorMessage,
    RawJson Metadata, ProgressReport? Progress);

/// <summary>What a decision point chose last.</summary>
/// <param name="Outcome">Name of the chosen case.</param>
public sealed record BranchDecision(string StepId, string Outcome, DateTimeOffset Timestamp);

/// <summary>A run's steps: a page of them, with facts about all.</summary>
/// <param name="AgentPath">Agents in the order in which their steps began; retries are not repeated.</param>
public sealed record StepsView(
    RunProgress Progress, IReadOnlyList<StepView> Page, IReadOnlyList<string> AgentPath,
    IReadOnlyList<BranchDecision> Decisions);
