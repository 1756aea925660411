using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Verbs;
using Workflow.Database.Presence;

namespace Workflow.Api.Operations.Drain;

/// <summary>Has a consumer hand its shards over and take none, before its machine is worked at.</summary>
public static class DrainEndpoints
{
    private const string Tag = "Operations";

    private static readonly FlagField Force = new(
        "force", "True to do so although no other consumer would take its shards.");

    private static readonly TextField Reason = new("reason", "Why; for the audit log.", 1_000);

    private static readonly BodyShape DrainShape = new(Force, Reason)
    {
        Example = """{"reason": "its machine gets a new kernel"}""",
    };

    private static readonly BodyShape ResumeShape = new(Reason)
    {
        Example = """{"reason": "the machine is back"}""",
    };

    public static void MapDrain(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/consumers/{id}/drain", DrainAsync)
            .Describe(Tag, "Have a consumer hand its shards over and take none")
            .NeedsAdmin()
            .TakesBody(DrainShape)
            .Answers<ConsumerDetail>(202, "It will; its `status` in the list of consumers tells how far it is.")
            .Refuses(
                ProblemTypes.ConsumerNotFound, ProblemTypes.ConsumerNotDrainable, ProblemTypes.LastConsumer);
        routes.MapPost("/api/v1/consumers/{id}/resume", ResumeAsync)
            .Describe(Tag, "Let a drained consumer take shards again")
            .NeedsAdmin()
            .TakesBody(ResumeShape)
            .Answers<ConsumerDetail>(202, "It will.")
            .Refuses(ProblemTypes.ConsumerNotFound, ProblemTypes.ConsumerNotDrainable);
    }

    private static async Task<IResult> DrainAsync(
        string id, Caller caller, HttpRequest request, ConsumerDrains drains, ApiOptions options, CancellationToken ct)
    {
        var (body, refusal) = await DrainShape.ReadAsync(request, options);
        return refusal ?? Answer(id, await drains.AskAsync(
            id, body.Get(Force), options.ProcessSilence, Actors.Of(caller), body.Get(Reason), ct));
    }

    private static async Task<IResult> ResumeAsync(
        string id, Caller caller, HttpRequest request, ConsumerDrains drains, ApiOptions options, CancellationToken ct)
    {
        var (body, refusal) = await ResumeShape.ReadAsync(request, options);
        return refusal ?? Answer(id, await drains.EndAsync(
            id, options.ProcessSilence, Actors.Of(caller), body.Get(Reason), ct));
    }

    private static IResult Answer(string id, DrainOutcome outcome) => outcome switch
    {
        DrainOutcome.Noted noted => TypedResults.Accepted((string?)null, ConsumerDetail.Of(noted.Row)),
        DrainOutcome.OtherKind other => DrainProblems.NotDrainable(id, other.Kind),
        DrainOutcome.LastOne => DrainProblems.LastConsumer(id),
        _ => DrainProblems.NotFound(id),
    };
}
