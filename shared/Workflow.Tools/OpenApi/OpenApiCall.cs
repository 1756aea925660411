using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Tools.OpenApi;

/// <summary>One call of an operation, everything evaluated.</summary>
/// <param name="Document">Where the OpenAPI document is.</param>
/// <param name="Parameters">An object.</param>
/// <param name="TaskId">Sent as Idempotency-Key.</param>
public sealed record OpenApiCall(
    Uri Document, string OperationId, JqValue Parameters, HttpOutput Output, bool FollowsRedirects, Guid TaskId)
{
    /// <summary>Whether secrets are among the parameters: none of them is told then.</summary>
    public bool IsConfidential { get; init; }

    // A record would show its members.
    public override string ToString() => $"{OperationId} of {Document}";
}
