using System.Text;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Verbs;

namespace Workflow.Api.DeadLetters;

/// <summary>Redrives or discards one dead letter.</summary>
public static class DecisionEndpoints
{
    private const int BodyCharsMax = 4 * 1_048_576;

    internal static readonly TextField Reason = new("reason", "Why; for the audit log.", 1_000);

    private static readonly ChoiceField Topic = new(
        "topic", "Where to send it, when not to where it was.", [.. Redrive.Targets]);

    private static readonly TextField Key = new("key", "Its key, when not the one it had.", 4_000);

    private static readonly TextField Body = new("body", "Its body, when not the one it had.", BodyCharsMax);

    private static readonly BodyShape RedriveShape = new(Topic, Key, Body, Reason)
    {
        Example = """{"reason": "the plan was cut off"}""",
    };

    private static readonly BodyShape DiscardShape = new(Reason)
    {
        Example = """{"reason": "a test of ours"}""",
    };

    public static void MapDecisions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/dead-letters/{id}/redrive", RedriveAsync)
            .Describe(DeadLetterEndpoints.Tag, "Send a dead letter's message again, as it was or edited")
            .NeedsAdmin()
            .TakesBody(RedriveShape)
            .Answers<DeadLetterDetail>(200, "The message is with the broker, and the letter closed.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.DeadLetterNotFound, ProblemTypes.DeadLetterClosed,
                ProblemTypes.BrokerUnavailable);
        routes.MapPost("/api/v1/dead-letters/{id}/discard", DiscardAsync)
            .Describe(DeadLetterEndpoints.Tag, "Close a dead letter without sending anything")
            .NeedsAdmin()
            .TakesBody(DiscardShape)
            .Answers<DeadLetterDetail>(200, "The letter is closed.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.DeadLetterNotFound, ProblemTypes.DeadLetterClosed);
    }

    private static async Task<IResult> RedriveAsync(
        string id, Caller caller, HttpRequest request, Redrive redrive, ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var letterId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await RedriveShape.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var edit = new LetterEdit(
            body.Get(Topic), body.Get(Key), body.Get(Body) is { } text ? Encoding.UTF8.GetBytes(text) : null);
        return Answer(letterId, await redrive.RunAsync(letterId, edit, Actors.Of(caller), body.Get(Reason), ct));
    }

    private static async Task<IResult> DiscardAsync(
        string id, Caller caller, HttpRequest request, Redrive redrive, ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var letterId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await DiscardShape.ReadAsync(request, options);
        return refusal
            ?? Answer(letterId, await redrive.DiscardAsync(letterId, Actors.Of(caller), body.Get(Reason), ct));
    }

    private static IResult Answer(Guid id, DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Decided decided => TypedResults.Ok(DeadLetterDetail.Of(decided.Letter)),
        DecisionOutcome.Closed closed => DeadLetterProblems.Closed(closed.Letter),
        DecisionOutcome.Unsendable wrong => Problems.InvalidBody(
            [new ProblemError("/" + wrong.Member, null, null, wrong.Reason, null)]),
        DecisionOutcome.NotSent failed => DeadLetterProblems.NotSent(failed.Reason),
        _ => DeadLetterProblems.NotFound(id),
    };
}
