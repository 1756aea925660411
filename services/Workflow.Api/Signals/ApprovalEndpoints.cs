using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Signals;
using Workflow.Model;

namespace Workflow.Api.Signals;

/// <summary>What people are asked to decide, and their decisions.</summary>
public static class ApprovalEndpoints
{
    private const int PlaceParts = 5;

    private static readonly UuidField Execution = new("execution_id", "Only approvals of this execution.");
    private static readonly QueryShape ListQuery = new(Execution, Pages.Limit, Pages.After);

    private static readonly ChoiceField Decision = new("decision", "What is decided.", "approve", "reject")
    {
        IsRequired = true,
    };

    private static readonly TextField Comment = new("comment", "Why, for people and for the steps after it.", 4_000);
    private static readonly AnyField Data = new("data", "What else the steps after it are to know.");
    private static readonly TextField StepPath = new(
        "step_path", "Path of the step; needed when several of its name wait.", 2_000);

    private static readonly TextField Iteration = new(
        "iteration", "Which time it runs, in a loop; needed when several wait.", 1_000);

    private static readonly NumberField Attempt = new(
        "attempt", "Its attempt; not needed, but then a later one is never meant.", 1, int.MaxValue);

    private static readonly BodyShape Body = new(Decision, Comment, Data, StepPath, Iteration, Attempt)
    {
        Example = """{"decision": "approve", "comment": "Within budget"}""",
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/approvals", ListAsync)
            .Describe(SignalEndpoints.Tag, "List the approvals that wait for a decision, the oldest first")
            .Needs(Scopes.RunsRead)
            .TakesQuery(ListQuery)
            .Answers<ApprovalPage>(200, "A page of approvals.");
        routes.MapPost("/api/v1/executions/{execution_id}/approvals/{step}", DecideAsync)
            .Describe(SignalEndpoints.Tag, "Approve or reject what a step waits for")
            .TakesName("step")
            .Needs(Scopes.RunsWrite)
            .TakesBody(Body)
            .Answers<DecidedApproval>(202, "The step ends with the decision, at once if its owner is alive.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionEnded,
                ProblemTypes.StepNotOpen, ProblemTypes.StepDecided, ProblemTypes.AmbiguousStep,
                ProblemTypes.SignalTooLarge);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, ApprovalStore store, ApiOptions options, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!ListQuery.TryRead(request.Query, query, out var problem)
            || !Pages.TryReadPlace(
                request.Query, PlaceParts, options.PageMax, out var limit, out var cursor, out problem)
            || !TryReadPlace(cursor, out var after, out problem))
        {
            return problem;
        }

        var rows = await store.ListAsync(
            caller.Sees, query.OrNull(Execution), after, limit + 1, withDecided: false, ct);
        var next = rows.Count > limit ? CursorOf(rows[limit - 1]) : null;
        return TypedResults.Ok(new ApprovalPage([.. rows.Take(limit).Select(ApprovalItem.Of)], next));
    }

    private static async Task<IResult> DecideAsync(
        string execution_id, string step, Caller caller, HttpRequest request, ApprovalCommand command,
        SignalOptions limits, ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await Body.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var data = body.Get(Data);
        if (data.Utf8.Length > limits.DataBytesMax)
        {
            return SignalProblems.TooLarge(data.Utf8.Length, limits.DataBytesMax);
        }

        var choice = new ApprovalChoice(
            step, body.Get(StepPath), body.Get(Iteration), (int?)body.OrNull(Attempt));
        var verdict = new Verdict(body.Get(Decision) == "approve", body.Get(Comment), data);
        var (decided, refused) = await command.RunAsync(caller, runId, choice, verdict, ct);
        return decided is null ? refused! : TypedResults.Accepted((string?)null, decided);
    }

    private static string CursorOf(OpenApproval row) => Parameters.CursorOf(
        row.RequestedAt.UtcTicks.ToString(CultureInfo.InvariantCulture), row.RunId.ToString(), row.Key.Path,
        row.Key.Iteration, row.Key.Attempt.ToString(CultureInfo.InvariantCulture));

    private static bool TryReadPlace(
        string[]? cursor, out ApprovalPlace? place, [NotNullWhen(false)] out Problem? problem)
    {
        place = null;
        if (!Cursors.TryReadPlace(cursor, out var moment, out problem))
        {
            return false;
        }

        if (moment is { } at)
        {
            if (!int.TryParse(cursor![4], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt))
            {
                problem = Parameters.WrongCursor(cursor[4]);
                return false;
            }

            place = new ApprovalPlace(at.Time, at.Id, new StepKey(cursor[2], cursor[3], attempt));
        }

        return true;
    }
}
