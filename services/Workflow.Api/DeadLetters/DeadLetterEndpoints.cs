using System.Globalization;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.DeadLetters;
using Workflow.Model;

namespace Workflow.Api.DeadLetters;

/// <summary>Messages that nobody could read, for admins.</summary>
public static class DeadLetterEndpoints
{
    internal const string Tag = "Dead letters";

    private static readonly ChoiceField Status = new(
        "status", "Only letters of this status.",
        [.. Enum.GetNames<DeadLetterStatus>().Select(name => name.ToLower(CultureInfo.InvariantCulture))]);

    private static readonly ChoiceField Topic = new("topic", "Only messages of this topic.", [.. Topics.All]);

    private static readonly UuidField RunId = new("run_id", "Only messages about this run.");

    private static readonly TextField Text = new("text", "Only letters with this in reason, key or body.", 200);

    private static readonly QueryShape Query = new(Status, Topic, RunId, Text, Pages.Limit, Pages.After);

    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/dead-letters", ListAsync)
            .Describe(Tag, "List dead letters, the newest first")
            .NeedsAdmin()
            .TakesQuery(Query)
            .Answers<DeadLetterPage>(200, "A page of letters.");
        routes.MapGet("/api/v1/dead-letters/{id}", GetAsync)
            .Describe(Tag, "Read a dead letter with its message")
            .NeedsAdmin()
            .Answers<DeadLetterDetail>(200, "The letter.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.DeadLetterNotFound);
    }

    private static async Task<IResult> ListAsync(
        HttpRequest request, DeadLetterStore store, ApiOptions options, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Query.TryRead(request.Query, query, out var problem)
            || !Pages.TryReadPlace(request.Query, 1, options.PageMax, out var limit, out var after, out problem)
            || !Cursors.TryReadId(after, 0, out var before, out problem))
        {
            return problem;
        }

        DeadLetterStatus? status = query.Get(Status) is { } name
            ? Enum.Parse<DeadLetterStatus>(name, ignoreCase: true)
            : null;
        var filter = new DeadLetterFilter(
            query.Get(Topic), status, query.OrNull(RunId), query.Get(Text), Before: before);
        var rows = await store.ListAsync(filter, limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Id.ToString()) : null;
        return TypedResults.Ok(new DeadLetterPage([.. rows.Take(limit).Select(DeadLetterSummary.Of)], next));
    }

    private static async Task<IResult> GetAsync(string id, DeadLetterStore store, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var letterId, out var problem))
        {
            return problem;
        }

        return await store.FindAsync(letterId, ct) is { } row
            ? TypedResults.Ok(DeadLetterDetail.Of(row))
            : DeadLetterProblems.NotFound(letterId);
    }
}
