using Workflow.Api.Http;
using Workflow.Database.DeadLetters;

namespace Workflow.Api.DeadLetters;

/// <summary>Errors about dead letters.</summary>
public static class DeadLetterProblems
{
    public static Problem NotFound(Guid id) => new(
        ProblemTypes.DeadLetterNotFound, $"No dead letter {id}; GET /api/v1/dead-letters lists them.")
    {
        Facts = new() { ["dead_letter_id"] = id },
    };

    public static Problem Closed(DeadLetterRow letter) => new(
        ProblemTypes.DeadLetterClosed,
        $"{letter.DecidedBy} decided about {letter.Id} at {letter.DecidedAt:O}: it is "
        + $"{letter.Status.ToString().ToLowerInvariant()}. Only open letters can be redriven or discarded.")
    {
        Facts = new() { ["dead_letter_id"] = letter.Id },
    };

    public static Problem NotSent(string reason) => new(
        ProblemTypes.BrokerUnavailable,
        $"The broker did not take the message ({reason}), and the letter stays open; try again in a moment.")
    {
        RetryAfterSeconds = 5,
    };
}
