namespace Workflow.Api.Callbacks;

/// <summary>Answer to a callback: what was called back is kept.</summary>
/// <param name="Status">completed or failed for an answer, running for a sign of life.</param>
/// <param name="Repeated">The same answer came before.</param>
/// <param name="AcceptedUntil">Until when the platform waits for another word before it calls the agent again; null
/// after an answer.</param>
public sealed record CallbackTaken(
    Guid TaskId, Guid ExecutionId, string Status, bool Repeated, DateTimeOffset? AcceptedUntil);
