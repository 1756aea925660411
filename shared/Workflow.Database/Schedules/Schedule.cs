using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>What is done when a schedule is due while a run of it is open.</summary>
public static class Overlap
{
    public const string Skip = "skip";
    public const string Queue = "queue";
    public const string CancelPrevious = "cancel_previous";
    public const string Allow = "allow";

    public static readonly string[] All = [Skip, Queue, CancelPrevious, Allow];
}

/// <summary>Why there is a row in <c>schedule_fires</c>.</summary>
public static class FireKind
{
    public const string Due = "due";
    public const string Trigger = "trigger";
    public const string Backfill = "backfill";
    public const string Event = "event";
}

/// <summary>What became of a due time.</summary>
public static class FireOutcome
{
    public const string Started = "started";
    public const string Skipped = "skipped";
    public const string Queued = "queued";
    public const string Failed = "failed";

    public static readonly string[] All = [Started, Skipped, Queued, Failed];
}

/// <summary>Whether a schedule fires.</summary>
public enum ScheduleStatus
{
    Active,
    Paused,

    /// <summary>It is never due again.</summary>
    Ended,
}

/// <summary>Who made a schedule.</summary>
public static class ScheduleOrigin
{
    public const string User = "user";
    public const string Definition = "definition";
}

/// <summary>What people say about a schedule.</summary>
/// <param name="Specification">When it is due.</param>
/// <param name="Version">Null for the latest at each start.</param>
/// <param name="BusinessKey">With places for the due time.</param>
/// <param name="CatchUpSeconds">By how much it may fire late.</param>
/// <param name="RunsMax">It ends after so many; null for never.</param>
/// <param name="DueMember">Member of the runs' input that holds their due time; null for none.</param>
public sealed record ScheduleSettings(
    string Name, string? Description, Guid WorkflowId, string? Version, RawJson Specification, RawJson Input,
    RawJson Labels, string? BusinessKey, short Priority, int? QueueTimeoutSeconds, string Overlap, int QueueMax,
    int CatchUpSeconds, long? RunsMax, string? DueMember);

/// <summary>A schedule as it is kept.</summary>
/// <param name="WorkflowName">Also when the workflow was deleted; null when there is no trace of it.</param>
/// <param name="Revision">Counts what people change.</param>
/// <param name="Now">The database's clock when it was read.</param>
public sealed record ScheduleRow(
    Guid Id, string OwnerId, string Origin, bool AnyOwner, int Shard, ScheduleSettings Settings,
    string? WorkflowName, ScheduleCourse Course, long Revision, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    DateTimeOffset Now)
{
    public ScheduleStatus Status => Course switch
    {
        { PausedAt: not null } => ScheduleStatus.Paused,
        { NextDueAt: null, Queued: 0, IsRepeated: false } => ScheduleStatus.Ended,
        _ => ScheduleStatus.Active,
    };
}

/// <summary>How a schedule is getting on.</summary>
/// <param name="NextDueAt">Due time that is decided about next; null when none, or while it is paused.</param>
/// <param name="LastRunId">Run that it started last.</param>
/// <param name="Queued">Due times that wait for a run to end.</param>
/// <param name="IsRepeated">Whether it is due again some time after the end of its last run, or whenever its events
/// come.</param>
public sealed record ScheduleCourse(
    DateTimeOffset? NextDueAt, DateTimeOffset? PausedAt, string? PauseNote, string? PausedBy,
    DateTimeOffset? LastDueAt, DateTimeOffset? LastFiredAt, Guid? LastRunId, DateTimeOffset? LastMissedAt,
    string? LastError, DateTimeOffset? LastErrorAt, long RunsStarted, long Skipped, long Missed, long Failed,
    int Queued, bool IsRepeated);
