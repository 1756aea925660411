using System.Globalization;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Schedules;
using Workflow.Definitions.Scheduling;

namespace Workflow.Api.Schedules;

/// <summary>When schedules will be due, and what became of it when they were.</summary>
public static class TimesEndpoints
{
    private const int CountUsual = 10;

    private static readonly QueryShape NextQuery = new(ScheduleFields.Count, ScheduleFields.After);

    private static readonly ChoiceField Outcome = new("outcome", "Only due times of this outcome.", FireOutcome.All);

    private static readonly QueryShape FiresQuery = new(Outcome, Pages.Limit, Pages.After);

    public static void MapScheduleTimes(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/schedules/preview", PreviewAsync)
            .Describe(ScheduleEndpoints.Tag, "Tell when a schedule would be due, without making it")
            .Needs(Scopes.RunsRead)
            .TakesBody(ScheduleBody.Preview)
            .Answers<DueTimes>(200, "The next due times.");
        routes.MapGet("/api/v1/schedules/{id}/next", NextAsync)
            .Describe(ScheduleEndpoints.Tag, "Tell when a schedule is due next; of a paused one: when it would be")
            .Needs(Scopes.RunsRead)
            .TakesQuery(NextQuery)
            .Answers<DueTimes>(200, "The next due times.")
            .Refuses(ProblemTypes.ScheduleNotFound);
        routes.MapGet("/api/v1/schedules/{id}/fires", FiresAsync)
            .Describe(ScheduleEndpoints.Tag, "List due times with what became of them and their executions")
            .Needs(Scopes.RunsRead)
            .TakesQuery(FiresQuery)
            .Answers<ScheduleFirePage>(200, "A page of due times, the latest first.")
            .Refuses(ProblemTypes.ScheduleNotFound);
    }

    private static async Task<IResult> PreviewAsync(
        HttpRequest request, ScheduleOptions limits, ApiOptions options, TimeProvider time)
    {
        var (body, problem) = await ScheduleBody.Preview.ReadAsync(request, options);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new List<ProblemError>();
        var now = time.GetUtcNow();
        var (spec, table) = ScheduleBody.ReadTimes(body, null, now, limits, errors);
        return spec is null || table is null
            ? Problems.InvalidBody(errors)
            : TypedResults.Ok(DueTimes.Of(
                spec, table, body.Get(ScheduleFields.After, now), (int)body.Get(ScheduleFields.Count, CountUsual)));
    }

    private static async Task<IResult> NextAsync(
        string id, Caller caller, HttpRequest request, ScheduleStore store, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem)
            || !NextQuery.TryRead(request.Query, query, out problem))
        {
            return problem;
        }

        if (await store.FindAsync(caller.Sees, scheduleId, ct) is not { } row)
        {
            return ScheduleProblems.NotFound(scheduleId);
        }

        var spec = ScheduleSpec.OfJson(row.Settings.Specification);
        if (ScheduleTable.Of(row) is { PauseBetween: null } table)
        {
            var count = (int)query.Get(ScheduleFields.Count, CountUsual);
            return TypedResults.Ok(DueTimes.Of(spec, table, query.Get(ScheduleFields.After, row.Now), count));
        }

        // The others follow when the next run has ended, or cannot be computed here any more.
        return TypedResults.Ok(new DueTimes(
            spec.TimeZone ?? "UTC", row.Course.NextDueAt is { } due ? [DueTime.Of(due, null)] : []));
    }

    private static async Task<IResult> FiresAsync(
        string id, Caller caller, HttpRequest request, ScheduleStore store, FireLog log, ApiOptions options,
        CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem)
            || !FiresQuery.TryRead(request.Query, query, out problem)
            || !Pages.TryReadPlace(request.Query, 1, options.PageMax, out var limit, out var cursor, out problem))
        {
            return problem;
        }

        var isPlace = long.TryParse(cursor?[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTimeOffset.MaxValue.Ticks;
        if (cursor is not null && !isPlace)
        {
            return Parameters.WrongCursor(cursor[0]);
        }

        if (await store.FindAsync(caller.Sees, scheduleId, ct) is null)
        {
            return ScheduleProblems.NotFound(scheduleId);
        }

        DateTimeOffset? before = cursor is null ? null : new DateTimeOffset(ticks, TimeSpan.Zero);
        var rows = await log.ReadAsync(scheduleId, query.Get(Outcome), before, limit + 1, ct);
        var next = rows.Count > limit
            ? Parameters.CursorOf(rows[limit - 1].DueAt.UtcTicks.ToString(CultureInfo.InvariantCulture))
            : null;
        return TypedResults.Ok(new ScheduleFirePage([.. rows.Take(limit).Select(ScheduleFire.Of)], next));
    }
}
