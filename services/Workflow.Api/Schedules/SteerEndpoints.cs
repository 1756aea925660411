using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Api.Startup;
using Workflow.Api.Verbs;
using Workflow.Database.Schedules;
using Workflow.Database.Transitions;
using Workflow.Definitions.Scheduling;
using Workflow.Model;

namespace Workflow.Api.Schedules;

/// <summary>Pauses, resumes and triggers schedules, and makes up for due times of the past.</summary>
public static class SteerEndpoints
{
    private static readonly TextField Note = new("note", "Why, for people.", 1_000);

    private static readonly BodyShape PauseBody = new(Note) { Example = """{"note": "the source is being moved"}""" };

    private static readonly TimeField From = new("from", "Due times from this moment on.") { IsRequired = true };

    private static readonly TimeField To = new("to", "Due times before this moment; not in the future.")
    {
        IsRequired = true,
    };

    private static readonly BodyShape BackfillBody = new(From, To)
    {
        Example = """{"from": "2026-03-01T00:00:00Z", "to": "2026-03-08T00:00:00Z"}""",
    };

    public static void MapScheduleSteering(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/schedules/{id}/pause", PauseAsync)
            .Steers("Pause a schedule: it is not due until it is resumed")
            .TakesBody(PauseBody)
            .Answers<ScheduleDetail>(200, "The schedule, paused; executions that it started go on.");
        routes.MapPost("/api/v1/schedules/{id}/resume", ResumeAsync)
            .Steers("Resume a schedule; what it was due meanwhile is left out")
            .Answers<ScheduleDetail>(200, "The schedule, with its next due time.");
        routes.MapPost("/api/v1/schedules/{id}/trigger", TriggerAsync)
            .Steers("Start an execution of a schedule now, also beside open ones and while it is paused")
            .Answers<TriggeredSchedule>(202, "The execution is accepted.")
            .Refuses(ProblemTypes.WorkflowNotFound, ProblemTypes.QuotaExceeded);
        routes.MapPost("/api/v1/schedules/{id}/backfill", BackfillAsync)
            .Steers("Run what a schedule was due in the past and has not run")
            .TakesBody(BackfillBody)
            .Answers<ScheduleBackfill>(202, "They wait for their turn.")
            .Refuses(ProblemTypes.BackfillTooLarge);
    }

    private static RouteHandlerBuilder Steers(this RouteHandlerBuilder route, string summary) => route
        .Describe(ScheduleEndpoints.Tag, summary)
        .Needs(Scopes.RunsWrite)
        .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ScheduleNotFound);

    private static async Task<IResult> PauseAsync(
        string id, Caller caller, HttpRequest request, ScheduleStore store, ScheduleSteering steering,
        ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await PauseBody.ReadAsync(request, options);
        return refusal ?? await ChangeAsync(
            scheduleId, caller, store, row => steering.PauseAsync(row, body.Get(Note), Actors.Of(caller), ct), ct);
    }

    private static async Task<IResult> ResumeAsync(
        string id, Caller caller, ScheduleStore store, ScheduleSteering steering, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem))
        {
            return problem;
        }

        return await ChangeAsync(
            scheduleId, caller, store,
            row => row.Course.PausedAt is null
                ? Task.FromResult(true)
                : steering.ResumeAsync(row, ScheduleTable.Of(row)?.After(row.Now), Actors.Of(caller), ct),
            ct);
    }

    /// <param name="change">False when somebody has changed the schedule since it was read.</param>
    private static async Task<IResult> ChangeAsync(
        Guid id, Caller caller, ScheduleStore store, Func<ScheduleRow, Task<bool>> change, CancellationToken ct)
    {
        for (var isChanged = false; ;)
        {
            if (await store.FindAsync(caller.Sees, id, ct) is not { } row)
            {
                return ScheduleProblems.NotFound(id);
            }

            if (isChanged)
            {
                return new ScheduleAnswer(row);
            }

            isChanged = await change(row);
        }
    }

    private static async Task<IResult> TriggerAsync(
        string id, Caller caller, ScheduleStore store, ScheduleSteering steering, RunQuota quota, OwnerSignals signals,
        ClusterState cluster, TimeProvider time, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem))
        {
            return problem;
        }

        if (await store.FindAsync(caller.Sees, scheduleId, ct) is not { } row)
        {
            return ScheduleProblems.NotFound(scheduleId);
        }

        if (await quota.RefusalOfAsync(row.OwnerId, 1, ct) is { } tooMany)
        {
            return tooMany;
        }

        var runId = Guid.CreateVersion7(time.GetUtcNow());
        var firing = new Firing(
            default, FireKind.Trigger, runId, Sharding.ShardOf(runId, cluster.Partitions), null, default,
            null);
        var table = ScheduleTable.Of(row);
        var triggered = await steering.TriggerAsync(
            row,
            dueAt => firing with
            {
                DueAt = dueAt,
                BusinessKey = DueText.Fill(row.Settings.BusinessKey, dueAt, table?.Zone),
                Input = InputOf(row, dueAt),
            },
            Actors.Of(caller), ct);
        if (triggered is not var (decision, due))
        {
            return ScheduleProblems.NotFound(scheduleId);
        }

        if (decision.Run is not var (startedId, shard))
        {
            return Problems.WorkflowNotFound(row.Settings.WorkflowId, row.Settings.Version);
        }

        signals.Start(startedId, shard);
        return TypedResults.Accepted(
            $"/api/v1/executions/{startedId}", new TriggeredSchedule(scheduleId, startedId, due));
    }

    /// <summary>Where events start the runs, it is the list of them: none.</summary>
    private static RawJson InputOf(ScheduleRow row, DateTimeOffset dueAt) =>
        row.Settings.DueMember is { } member ? DueText.Into(row.Settings.Input, member, dueAt)
        : ScheduleSpec.OfJson(row.Settings.Specification).On is not null ? RawJson.FromText("[]")
        : default;

    private static async Task<IResult> BackfillAsync(
        string id, Caller caller, HttpRequest request, ScheduleStore store, ScheduleSteering steering,
        ScheduleOptions limits, ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var scheduleId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await BackfillBody.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        if (await store.FindAsync(caller.Sees, scheduleId, ct) is not { } row)
        {
            return ScheduleProblems.NotFound(scheduleId);
        }

        var (from, to) = (body.Get(From), body.Get(To));
        if (to <= from || to > row.Now)
        {
            return Problems.InvalidBody([new ProblemError(
                "/to", null, null, to <= from ? "It is not after from." : "It is in the future.",
                "a time after from and not after now")]);
        }

        var before = from > DateTimeOffset.UnixEpoch ? from.AddTicks(-1) : DateTimeOffset.UnixEpoch;
        var due = ScheduleTable.Of(row)?.Next(before, limits.BackfillMax + 1)
            .TakeWhile(one => one < to).ToList() ?? [];
        if (due.Count > limits.BackfillMax)
        {
            return ScheduleProblems.TooLong(limits.BackfillMax);
        }

        var queued = await steering.BackfillAsync(row, due, Actors.Of(caller), ct);
        return queued is { } count && await store.FindAsync(caller.Sees, scheduleId, ct) is { } after
            ? TypedResults.Accepted(
                $"/api/v1/schedules/{scheduleId}/fires",
                new ScheduleBackfill(scheduleId, due.Count, count, ScheduleDetail.Of(after)))
            : ScheduleProblems.NotFound(scheduleId);
    }
}
