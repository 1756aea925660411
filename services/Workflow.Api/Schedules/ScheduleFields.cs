using Workflow.Api.Http.Fields;
using Workflow.Database.Schedules;
using Workflow.Definitions.Scheduling;

namespace Workflow.Api.Schedules;

/// <summary>What callers say about schedules.</summary>
internal static class ScheduleFields
{
    public const int CatchUpUsual = 3_600;
    public const int QueueUsual = 10;
    public const int NextMost = 100;
    private const int YearSeconds = 31_536_000;

    public static readonly TextField Name = new("name", "Unique among your schedules.", 200)
    {
        IsRequired = true,
        Example = "nightly-report",
    };

    public static readonly TextField Description = new("description", "For people.", 2_000);

    public static readonly TextField Workflow = new(
        "workflow", "Id, name or namespace/name of the workflow that it starts.", 400)
    {
        IsRequired = true,
        Example = "nightly-report",
    };

    public static readonly TextField Version = new(
        "version", "Version that it starts; left out for the latest at each start.", 256);

    public static readonly TextField Cron = new(
        "cron", "Minute, hour, day of the month, month, day of the week; a sixth field in front is the second. Names, "
        + "ranges, steps, lists, L, W, # and words such as @daily are taken.", 200)
    {
        Example = "0 3 * * MON-FRI",
    };

    public static readonly TextField TimeZone = new(
        "time_zone", "IANA time zone of cron; UTC when left out.", 100) { Example = "Europe/Berlin" };

    public static readonly AnyField Every = new(
        "every", "Time from one due time to the next: ISO 8601 such as PT15M, or an object such as {\"minutes\": 15}. "
        + "Counted from start_at, else from when it is made.");

    public static readonly TimeField At = new("at", "The only due time.");

    public static readonly TimeField StartAt = new("start_at", "Not due before.");

    public static readonly TimeField EndAt = new("end_at", "Not due after.");

    public static readonly ObjectField Input = new("input", "Input of the executions.");

    public static readonly TextField DueAtMember = new(
        "due_at_member", "Member of the input in which the executions find their due time; none when left out.", 100)
    {
        Example = "due_at",
    };

    public static readonly LabelsField Labels = new("labels", "Labels of the executions.");

    public static readonly TextField BusinessKey = new(
        "business_key", $"Business key of the executions; {DueText.DueAt} and {DueText.DueDate} are filled in.", 200)
    {
        Example = "report-{due_date}",
    };

    public static readonly NumberField Priority = new(
        "priority", "Higher starts first when executions are waiting.", -100, 100) { Default = 0 };

    public static readonly NumberField QueueTimeoutSeconds = new(
        "queue_timeout_seconds", "An execution fails when it has waited for its start so long.", 1, YearSeconds);

    public static readonly ChoiceField Overlaps = new(
        "overlap", "What is done when it is due while an execution of it is open.", Overlap.All)
    {
        Default = Overlap.Skip,
    };

    public static readonly NumberField QueueMax = new(
        "queue_max", "Due times that may wait, for overlap queue.", 1, 100_000) { Default = QueueUsual };

    public static readonly NumberField CatchUpSeconds = new(
        "catch_up_seconds", "How late it may still be fired; what is later is missed.", 10, YearSeconds)
    {
        Default = CatchUpUsual,
    };

    public static readonly NumberField RunsMax = new("runs_max", "It ends after so many executions.", 1, int.MaxValue);

    public static readonly FlagField Paused = new("paused", "True makes it wait for being resumed.");

    public static readonly NumberField Count = new("count", "How many due times.", 1, NextMost) { Default = 10 };

    public static readonly TimeField After = new("after", "Due times after this moment; now when left out.");

    /// <summary>When it is due.</summary>
    public static readonly Field[] Times = [Cron, TimeZone, Every, At, StartAt, EndAt];

    /// <summary>All that PUT replaces.</summary>
    public static readonly Field[] Settings =
    [
        Name, Workflow, .. Times, Description, Version, Input, DueAtMember, Labels, BusinessKey, Priority,
        QueueTimeoutSeconds, Overlaps, QueueMax, CatchUpSeconds, RunsMax,
    ];
}
