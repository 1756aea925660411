using System.Net.Http.Headers;

namespace Workflow.Bridge.Agents;

/// <summary>How long an agent that answered 429 or 503 asks to be left alone.</summary>
internal static class RetryAfter
{
    private const double SecondsMax = 86_400;

    /// <summary>Adds it to the answer, where the agent says so; a day at most.</summary>
    public static AgentAnswer AddTo(AgentAnswer answer, RetryConditionHeaderValue? header, TimeProvider time)
    {
        if (answer.Error is not { Status: 429 or 503 } error || header is null)
        {
            return answer;
        }

        var pause = header.Delta ?? header.Date - time.GetUtcNow();
        return pause is not { } left || left <= TimeSpan.Zero
            ? answer
            : answer with
            {
                Error = error with { RetryAfterSeconds = (int)Math.Ceiling(Math.Min(left.TotalSeconds, SecondsMax)) },
            };
    }
}
