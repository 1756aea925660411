using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Conditions;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Startup;
using Workflow.Api.Verbs;
using Workflow.Database.Schedules;
using Workflow.Model;

namespace Workflow.Api.Schedules;

/// <summary>Makes, lists, reads, changes and deletes schedules.</summary>
public static class ScheduleEndpoints
{
    internal const string Tag = "Schedules";

    private static readonly UuidField Workflow = new("workflow_id", "Only schedules of this workflow.");

    private static readonly ChoiceField Status = new(
        "status", "Only schedules of this status.", "active", "paused", "ended");

    private static readonly FlagField HasError = new(
        "has_error", "Only schedules that could, or could not, start their last execution.");

    private static readonly QueryShape ListQuery = new(Workflow, Status, HasError, Pages.Limit, Pages.After);

    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/schedules", PostAsync)
            .Describe(Tag, "Make a schedule that starts a workflow by the clock")
            .Needs(Scopes.RunsWrite)
            .TakesBody(ScheduleBody.Creation)
            .Answers<ScheduleDetail>(201, "The schedule.")
            .Refuses(
                ProblemTypes.WorkflowNotFound, ProblemTypes.AmbiguousWorkflow, ProblemTypes.ScheduleNameTaken,
                ProblemTypes.TooManySchedules, ProblemTypes.InputRefused);
        routes.MapGet("/api/v1/schedules", ListAsync)
            .Describe(Tag, "List schedules by age")
            .Needs(Scopes.RunsRead)
            .TakesQuery(ListQuery)
            .Answers<SchedulePage>(200, "A page of schedules.");
        routes.MapGet("/api/v1/schedules/{id}", GetAsync)
            .Describe(Tag, "Read a schedule")
            .Needs(Scopes.RunsRead)
            .Answers<ScheduleDetail>(200, "The schedule; its ETag changes when somebody changes the schedule.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ScheduleNotFound);
        routes.MapPut("/api/v1/schedules/{id}", PutAsync)
            .Describe(Tag, "Replace what a schedule does; what has happened stays")
            .Needs(Scopes.RunsWrite)
            .TakesBody(ScheduleBody.Replacement)
            .TakesIfMatch()
            .Answers<ScheduleDetail>(200, "The schedule.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ScheduleNotFound, ProblemTypes.WorkflowNotFound,
                ProblemTypes.AmbiguousWorkflow, ProblemTypes.ScheduleNameTaken, ProblemTypes.ScheduleOfDefinition,
                ProblemTypes.InputRefused);
        routes.MapDelete("/api/v1/schedules/{id}", DeleteAsync)
            .Describe(Tag, "Delete a schedule; executions that it started go on")
            .Needs(Scopes.RunsWrite)
            .TakesIfMatch()
            .Answers(204, "It is gone.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ScheduleNotFound, ProblemTypes.ScheduleOfDefinition);
    }

    private static async Task<IResult> PostAsync(
        Caller caller, HttpRequest request, ScheduleStore store, ScheduleReader reader, ScheduleOptions limits,
        ApiOptions options, ClusterState cluster, TimeProvider time, CancellationToken ct)
    {
        var (body, problem) = await ScheduleBody.Creation.ReadAsync(request, options);
        if (problem is not null)
        {
            return problem;
        }

        var (reading, refusal) = await reader.ReadAsync(caller, body, null, ct);
        if (reading is null)
        {
            return refusal!;
        }

        var id = Guid.CreateVersion7(time.GetUtcNow());
        var schedule = new NewSchedule(
            id, caller.OwnerId, caller.IsAdmin, Sharding.ShardOf(id, cluster.Partitions), reading.Settings,
            reading.NextDueAt, body.Get(ScheduleFields.Paused));
        var result = await store.CreateAsync(schedule, limits.PerOwnerMax, Actors.Of(caller), ct);
        return result.Outcome switch
        {
            KeepOutcome.TooMany => ScheduleProblems.TooMany(limits.PerOwnerMax),
            KeepOutcome.Kept when await store.FindAsync(caller.Sees, id, ct) is { } row =>
                new ScheduleAnswer(row, StatusCodes.Status201Created),
            _ => Refusal(result, id, reading.Settings.Name),
        };
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, ScheduleStore store, ApiOptions options, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!ListQuery.TryRead(request.Query, query, out var problem)
            || !Pages.TryReadPlace(request.Query, 1, options.PageMax, out var limit, out var cursor, out problem)
            || !Cursors.TryReadId(cursor, 0, out var after, out problem))
        {
            return problem;
        }

        ScheduleStatus? status = query.Get(Status) is { } text
            ? Enum.Parse<ScheduleStatus>(text, ignoreCase: true)
            : null;
        var filter = new ScheduleFilter(query.OrNull(Workflow), status, query.OrNull(HasError), after);
        var rows = await store.ListAsync(caller.Sees, filter, limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Id.ToString()) : null;
        return TypedResults.Ok(new SchedulePage([.. rows.Take(limit).Select(ScheduleDetail.Of)], next));
    }

    private static async Task<IResult> GetAsync(string id, Caller caller, ScheduleStore store, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem))
        {
            return problem;
        }

        return await store.FindAsync(caller.Sees, scheduleId, ct) is { } row
            ? new ScheduleAnswer(row)
            : ScheduleProblems.NotFound(scheduleId);
    }

    private static async Task<IResult> PutAsync(
        string id, Caller caller, HttpRequest request, ScheduleStore store, ScheduleReader reader, ApiOptions options,
        CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem)
            || !IfMatch.TryRead(request, out var condition, out problem))
        {
            return problem;
        }

        var (body, refusal) = await ScheduleBody.Replacement.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        while (true)
        {
            if (await store.FindAsync(caller.Sees, scheduleId, ct) is not { } row)
            {
                return ScheduleProblems.NotFound(scheduleId);
            }

            if (ChangeProblem(row, condition) is { } wrong)
            {
                return wrong;
            }

            var owner = new Caller(row.OwnerId, row.AnyOwner);
            var (reading, invalid) = await reader.ReadAsync(owner, body, row.Settings, ct);
            if (reading is null)
            {
                return invalid!;
            }

            var result = await store.ReplaceAsync(row, reading.Settings, reading.NextDueAt, Actors.Of(caller), ct);
            if (result.Outcome == KeepOutcome.Kept && await store.FindAsync(caller.Sees, scheduleId, ct) is { } kept)
            {
                return new ScheduleAnswer(kept);
            }

            if (result.Outcome is not (KeepOutcome.Kept or KeepOutcome.Unexpected))
            {
                return Refusal(result, scheduleId, reading.Settings.Name);
            }
        }
    }

    private static async Task<IResult> DeleteAsync(
        string id, Caller caller, HttpRequest request, ScheduleStore store, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem)
            || !IfMatch.TryRead(request, out var condition, out problem))
        {
            return problem;
        }

        while (true)
        {
            if (await store.FindAsync(caller.Sees, scheduleId, ct) is not { } row)
            {
                return ScheduleProblems.NotFound(scheduleId);
            }

            if (ChangeProblem(row, condition) is { } wrong)
            {
                return wrong;
            }

            if (await store.DeleteAsync(row, Actors.Of(caller), ct))
            {
                return TypedResults.NoContent();
            }
        }
    }

    private static Problem? ChangeProblem(ScheduleRow row, IfMatch condition) =>
        !condition.Holds(ScheduleAnswer.TagOf(row)) ? ScheduleProblems.Changed(row.Id)
        : row.Origin == ScheduleOrigin.Definition ? ScheduleProblems.OfDefinition(row)
        : null;

    private static Problem Refusal(KeepResult result, Guid id, string name) => result.Outcome switch
    {
        KeepOutcome.NameTaken => ScheduleProblems.NameTaken(name),
        KeepOutcome.Refused => Problems.InputRefused(result.SqlState!, result.Reason!),
        _ => ScheduleProblems.NotFound(id),
    };
}
