namespace Workflow.ChaosTests.Agents;

/// <summary>A call as the agent saw it.</summary>
/// <param name="Key">Its Idempotency-Key.</param>
/// <param name="Ended">When the agent was done with it; null while it is not.</param>
/// <param name="Outcome">answered, failed, refused, dropped, or aborted by the caller; null while it runs.</param>
internal sealed record AgentCall(
    string Agent, Guid TaskId, Guid RunId, string Step, int Attempt, string? Key, DateTimeOffset Began,
    DateTimeOffset? Ended, string? Outcome)
{
    public const string Answered = "answered";
    public const string Failed = "failed";
    public const string Refused = "refused";
    public const string Dropped = "dropped";
    public const string Aborted = "aborted";
}
