using System.Globalization;
using System.Xml;
using Workflow.Database.Schedules;
using Workflow.Definitions.Scheduling;
using Workflow.Model;

namespace Workflow.Api.Schedules;

/// <summary>A schedule as its owner sees it.</summary>
/// <param name="Origin">user, or definition: made by the definition's schedule block.</param>
/// <param name="Status">active, paused or ended.</param>
/// <param name="Workflow">namespace/name of the workflow, also when it was deleted.</param>
/// <param name="Version">Null: the latest at each start.</param>
/// <param name="Every">ISO 8601.</param>
/// <param name="Anchor">Due time that an interval is counted from.</param>
/// <param name="After">ISO 8601: time from the end of one execution to the next due time.</param>
/// <param name="On">Events that start an execution, as the definition says; null where the clock does.</param>
/// <param name="DueAtMember">Member of the input that holds the due time.</param>
/// <param name="Revision">Counts what people change; the ETag.</param>
public sealed record ScheduleDetail(
    Guid Id, string Name, string? Description, string Origin, string Status, Guid WorkflowId, string? Workflow,
    string? Version, string? Cron, string? TimeZone, string? Every, DateTimeOffset? Anchor, DateTimeOffset? At,
    string? After, RawJson On, DateTimeOffset? StartAt, DateTimeOffset? EndAt, long? RunsMax, string Overlap,
    int QueueMax, int CatchUpSeconds, RawJson Input, string? DueAtMember, RawJson Labels, string? BusinessKey,
    int Priority, int? QueueTimeoutSeconds, DateTimeOffset? NextDueAt, ScheduleProgress Progress, SchedulePause? Pause,
    string OwnerId, long Revision, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static ScheduleDetail Of(ScheduleRow row)
    {
        var (settings, course) = (row.Settings, row.Course);
        var spec = ScheduleSpec.OfJson(settings.Specification);
        return new ScheduleDetail(
            row.Id, settings.Name, settings.Description, row.Origin, row.Status.ToString().ToLowerInvariant(),
            settings.WorkflowId, row.WorkflowName, settings.Version, spec.Cron,
            spec.Cron is null ? null : spec.TimeZone ?? "UTC", Iso(spec.EveryMs), spec.Anchor, spec.At,
            Iso(spec.AfterMs), spec.On ?? default, spec.StartAt, spec.EndAt, settings.RunsMax, settings.Overlap,
            settings.QueueMax, settings.CatchUpSeconds, settings.Input, settings.DueMember, settings.Labels,
            settings.BusinessKey, settings.Priority, settings.QueueTimeoutSeconds, course.NextDueAt,
            ScheduleProgress.Of(course),
            course.PausedAt is { } since ? new SchedulePause(since, course.PausedBy, course.PauseNote) : null,
            row.OwnerId, row.Revision, row.CreatedAt, row.UpdatedAt);
    }

    private static string? Iso(long? milliseconds) =>
        milliseconds is { } ms ? XmlConvert.ToString(TimeSpan.FromMilliseconds(ms)) : null;
}

/// <summary>How a schedule is getting on.</summary>
/// <param name="Started">Executions it started.</param>
/// <param name="Skipped">Due times without an execution, because of an open one.</param>
/// <param name="Missed">Due times that were noticed too late.</param>
/// <param name="Failed">Due times without an execution, because of an error.</param>
/// <param name="Queued">Due times that wait for an execution to end.</param>
/// <param name="LastDueAt">Due time that was decided about last.</param>
/// <param name="LastFiredAt">When that was.</param>
/// <param name="LastError">Why it could not start its last execution; null when it could.</param>
public sealed record ScheduleProgress(
    long Started, long Skipped, long Missed, long Failed, int Queued, DateTimeOffset? LastDueAt,
    DateTimeOffset? LastFiredAt, Guid? LastExecutionId, DateTimeOffset? LastMissedAt, string? LastError,
    DateTimeOffset? LastErrorAt)
{
    public static ScheduleProgress Of(ScheduleCourse course) => new(
        course.RunsStarted, course.Skipped, course.Missed, course.Failed, course.Queued, course.LastDueAt,
        course.LastFiredAt, course.LastRunId, course.LastMissedAt, course.LastError, course.LastErrorAt);
}

/// <summary>Since when, by whom and why a schedule is paused.</summary>
public sealed record SchedulePause(DateTimeOffset Since, string? By, string? Note);

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record SchedulePage(IReadOnlyList<ScheduleDetail> Schedules, string? Next);

/// <summary>A moment at which a schedule is due.</summary>
/// <param name="Local">What the clocks of its time zone show then, with their offset.</param>
public sealed record DueTime(DateTimeOffset DueAt, string Local)
{
    public static DueTime Of(DateTimeOffset due, ZoneClock? zone) => new(
        due, due.ToOffset(zone?.OffsetAt(due) ?? TimeSpan.Zero)
            .ToString("yyyy-MM-dd'T'HH:mm:ss.FFFzzz", CultureInfo.InvariantCulture));
}

/// <summary>The next due times.</summary>
public sealed record DueTimes(string TimeZone, IReadOnlyList<DueTime> Times)
{
    public static DueTimes Of(ScheduleSpec spec, Timetable table, DateTimeOffset after, int count) => new(
        spec.TimeZone ?? "UTC", [.. table.Next(after, count).Select(due => DueTime.Of(due, table.Zone))]);
}

/// <summary>What became of a due time.</summary>
/// <param name="Kind">due: by the clock; trigger: by hand; backfill: asked for afterwards; event: by events.</param>
/// <param name="Outcome">started, skipped, queued or failed.</param>
/// <param name="ExecutionStatus">Of the execution, now.</param>
/// <param name="Detail">Why there is no execution.</param>
public sealed record ScheduleFire(
    DateTimeOffset DueAt, string Kind, string Outcome, Guid? ExecutionId, string? ExecutionStatus, string? Detail,
    DateTimeOffset DecidedAt)
{
    public static ScheduleFire Of(FireRow row) => new(
        row.DueAt, row.Kind, row.Outcome, row.RunId, row.RunStatus?.ToJson(), row.Detail, row.DecidedAt);
}

/// <param name="Fires">The latest due time first.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record ScheduleFirePage(IReadOnlyList<ScheduleFire> Fires, string? Next);

/// <summary>An execution that was started by hand.</summary>
/// <param name="DueAt">Due time that it counts as.</param>
public sealed record TriggeredSchedule(Guid ScheduleId, Guid ExecutionId, DateTimeOffset DueAt);

/// <summary>Due times of the past that are to be run.</summary>
/// <param name="Found">Due times in the range.</param>
/// <param name="Queued">Those that will run now; the others have run already, or wait to.</param>
public sealed record ScheduleBackfill(Guid ScheduleId, int Found, int Queued, ScheduleDetail Schedule);
