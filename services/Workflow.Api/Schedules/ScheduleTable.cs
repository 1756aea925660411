using Workflow.Database.Schedules;
using Workflow.Definitions.Scheduling;

namespace Workflow.Api.Schedules;

/// <summary>The due times of a schedule that is kept already.</summary>
internal static class ScheduleTable
{
    /// <returns>Null when they can no longer be computed: its time zone is not known here.</returns>
    public static Timetable? Of(ScheduleRow row) =>
        Timetable.Read(ScheduleSpec.OfJson(row.Settings.Specification), TimeSpan.FromMilliseconds(1), out _);
}
