using System.CommandLine;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules</c>: what starts runs by the clock.</summary>
internal static class SchedulesCommand
{
    public static Command Build() => new("schedules", "Makes, finds and steers schedules.")
    {
        ListSchedules.Build(),
        ShowSchedule.Build(),
        CreateSchedule.Build(),
        SteerSchedule.Pause(),
        SteerSchedule.Resume(),
        SteerSchedule.Trigger(),
        ListDueTimes.Build(),
        ListFires.Build(),
        RemoveSchedule.Build(),
    };

    public static Argument<string> Argument() => new("schedule") { Description = "Id or name of the schedule." };
}
