using Workflow.Model;

namespace Workflow.Api.Callbacks;

/// <summary>What an agent calls back.</summary>
/// <param name="Output">The answer of an agent that succeeded; null when it is none.</param>
/// <param name="Error">The answer of an agent that failed; null when it is none.</param>
/// <param name="Checkpoint">The last one of unfinished work; empty for none.</param>
internal sealed record CallbackContent(RawJson? Output, AgentError? Error, RawJson Checkpoint)
{
    /// <summary>Without an answer it is a sign of life.</summary>
    public bool IsAnswer => Output is not null || Error is not null;

    /// <summary>The message that a bridge would have made of the same answer.</summary>
    public AgentResult ToResult(Guid runId, Guid taskId, DateTimeOffset now) => new(
        taskId, runId, Error is null ? AgentOutcome.Completed : AgentOutcome.Failed, Output ?? default, Error, 0, null,
        now);
}
