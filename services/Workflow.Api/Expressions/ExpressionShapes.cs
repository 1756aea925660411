using Workflow.Model;

namespace Workflow.Api.Expressions;

/// <summary>What an expression gave.</summary>
/// <param name="Results">In order; those before the failure when there is one.</param>
/// <param name="IsMore">Whether there are more results than are told.</param>
/// <param name="Error">Null when the evaluation came to its end.</param>
public sealed record TriedExpression(
    Guid ExecutionId, IReadOnlyList<RawJson> Results, bool IsMore, ExpressionFailure? Error);

/// <summary>Why an evaluation ended early.</summary>
/// <param name="Limit">Bound that was exceeded: steps, depth, output_bytes or regex_time; null for an error of the
/// expression.</param>
public sealed record ExpressionFailure(string Message, string? Limit);
