using System.Text.Json;

namespace Workflow.ExampleAgents.Calls;

/// <summary>What the platform posts to an agent.</summary>
/// <param name="TaskId">The same for every sending of one attempt; also in the header <c>Idempotency-Key</c>.</param>
/// <param name="Deadline">When the caller gives up.</param>
public sealed record CallEnvelope(
    Guid? TaskId, Guid? RunId, string? Step, string? Agent, int? Attempt, DateTimeOffset? Deadline, JsonElement? Input);
