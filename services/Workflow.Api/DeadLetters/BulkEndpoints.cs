using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Verbs;
using Workflow.Database.DeadLetters;
using Workflow.Model;

namespace Workflow.Api.DeadLetters;

/// <summary>Redrives or discards every open letter that matches.</summary>
public static class BulkEndpoints
{
    private const int FailuresShown = 20;

    private static readonly ChoiceField Topic = new("topic", "Letters of this topic.", [.. Topics.All]);
    private static readonly UuidField RunId = new("run_id", "Letters about this run.");
    private static readonly TextField Text = new("text", "Letters with this in reason, key or body.", 200);
    private static readonly FlagField All = new("all", "True for every open letter, when nothing else is said.");

    private static readonly BodyShape Shape = new(Topic, RunId, Text, All, DecisionEndpoints.Reason)
    {
        Example = """{"topic": "workflow.execution.requests", "text": "not UTF-8", "reason": "a broken client"}""",
    };

    public static void MapBulkDecisions(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/dead-letters/redrive", RedriveAsync)
            .Describe(DeadLetterEndpoints.Tag, "Send the messages of all open letters that match again")
            .NeedsAdmin()
            .TakesBody(Shape)
            .Answers<BulkDecision>(200, "What became of them, the oldest first.");
        routes.MapPost("/api/v1/dead-letters/discard", DiscardAsync)
            .Describe(DeadLetterEndpoints.Tag, "Close all open letters that match without sending anything")
            .NeedsAdmin()
            .TakesBody(Shape)
            .Answers<BulkDecision>(200, "What became of them, the oldest first.");
    }

    private static Task<IResult> RedriveAsync(
        Caller caller, HttpRequest request, Redrive redrive, DeadLetterStore store, DeadLetterOptions limits,
        ApiOptions options, CancellationToken ct) =>
        DecideAsync(
            request, store, limits, options,
            (id, reason) => redrive.RunAsync(id, new LetterEdit(), Actors.Of(caller), reason, ct), ct);

    private static Task<IResult> DiscardAsync(
        Caller caller, HttpRequest request, Redrive redrive, DeadLetterStore store, DeadLetterOptions limits,
        ApiOptions options, CancellationToken ct) =>
        DecideAsync(
            request, store, limits, options,
            (id, reason) => redrive.DiscardAsync(id, Actors.Of(caller), reason, ct), ct);

    private static async Task<IResult> DecideAsync(
        HttpRequest request, DeadLetterStore store, DeadLetterOptions limits, ApiOptions options,
        Func<Guid, string?, Task<DecisionOutcome>> decideAsync, CancellationToken ct)
    {
        var (body, problem) = await Shape.ReadAsync(request, options);
        if (problem is not null)
        {
            return problem;
        }

        if (!body.Has(Topic) && !body.Has(RunId) && !body.Has(Text) && !body.Get(All))
        {
            return Problems.InvalidBody([new ProblemError(
                "", null, null, "It says nothing about which letters are meant.",
                "topic, run_id or text; or all, true, for every open letter")]);
        }

        var filter = new DeadLetterFilter(
            body.Get(Topic), DeadLetterStatus.Open, body.OrNull(RunId), body.Get(Text));
        var rows = await store.OldestAsync(filter, limits.BulkMax + 1, ct);
        var failures = new List<BulkFailure>();
        foreach (var row in rows.Take(limits.BulkMax))
        {
            if (FailureOf(await decideAsync(row, body.Get(DecisionEndpoints.Reason))) is { } reason)
            {
                failures.Add(new BulkFailure(row, reason));
            }
        }

        var asked = Math.Min(rows.Count, limits.BulkMax);
        return TypedResults.Ok(new BulkDecision(
            asked - failures.Count, failures.Count, [.. failures.Take(FailuresShown)], rows.Count <= limits.BulkMax));
    }

    private static string? FailureOf(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Decided => null,
        DecisionOutcome.Closed => "Somebody decided about it meanwhile.",
        DecisionOutcome.Unsendable wrong => wrong.Reason,
        DecisionOutcome.NotSent failed => $"The broker did not take the message: {failed.Reason}.",
        _ => "It is gone.",
    };
}
