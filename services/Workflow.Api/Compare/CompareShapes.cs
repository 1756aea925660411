using Workflow.Model;

namespace Workflow.Api.Compare;

/// <summary>Two executions side by side.</summary>
/// <param name="Summary">In one sentence.</param>
/// <param name="Steps">Aligned by path and iteration, in the order of the left one.</param>
/// <param name="StepsTruncated">Whether one of them has more steps than are compared.</param>
/// <param name="PathDivergesAt">First step that only one of them has, or that ended or decided otherwise; null when
/// there is none.</param>
/// <param name="DataDivergesAt">First step whose output is another; null when there is none.</param>
public sealed record RunComparison(
    string Summary, ComparedRun Left, ComparedRun Right, bool SameWorkflow, bool SameVersion, JsonDifferences Input,
    JsonDifferences Output, IReadOnlyList<ComparedStep> Steps, bool StepsTruncated, Divergence? PathDivergesAt,
    Divergence? DataDivergesAt);

/// <param name="DurationMs">From its start to its end; null while it has none.</param>
public sealed record ComparedRun(
    Guid ExecutionId, Guid? WorkflowId, string WorkflowName, string? WorkflowVersion, string Status,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, long? DurationMs,
    string? ErrorMessage, int Steps);

/// <summary>One step on both sides.</summary>
/// <param name="Left">Null when the left execution has no such step.</param>
/// <param name="OutputEqual">Null when one side has no output, or when both are large and of the same size.</param>
public sealed record ComparedStep(
    string StepPath, string Iteration, string StepId, string StepType, ComparedAttempts? Left, ComparedAttempts? Right,
    bool? OutputEqual);

/// <summary>All attempts of a step, with how the last of them ended.</summary>
/// <param name="Decision">Case that a decision point chose; null for other steps.</param>
/// <param name="DurationMs">Of all attempts together.</param>
public sealed record ComparedAttempts(
    string Status, int Attempts, string? Decision, string? ErrorMessage, long? DurationMs);

/// <param name="Reason"><c>only_left</c>, <c>only_right</c>, <c>status</c>, <c>decision</c> or <c>output</c>.</param>
public sealed record Divergence(string StepPath, string Iteration, string StepId, string Reason);

/// <summary>What is different between two JSON values.</summary>
/// <param name="Equal">Null when that is not known, because one was too large to look into.</param>
/// <param name="Truncated">Whether there are more differences than are listed, or a value was too large.</param>
/// <param name="Note">What was left out; null when nothing was.</param>
public sealed record JsonDifferences(
    bool? Equal, IReadOnlyList<JsonDifference> Differences, bool Truncated, string? Note);

/// <summary>One difference.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) of the place.</param>
/// <param name="Change"><c>added</c> (only right), <c>removed</c> (only left) or <c>changed</c>.</param>
/// <param name="Left">The value; null where there is none.</param>
/// <param name="Shortened">Whether a value was too long; it is then the beginning of its JSON, as text.</param>
public sealed record JsonDifference(string Pointer, string Change, RawJson Left, RawJson Right, bool Shortened);
