using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules show</c>.</summary>
internal static class ShowSchedule
{
    public static Command Build()
    {
        var name = SchedulesCommand.Argument();
        return new ApiCommand("show", "Shows a schedule.", async call => call.Print.Record(
            await call.GetAsync($"api/v1/schedules/{await ScheduleNames.IdOfAsync(call, call.Value(name))}")))
        {
            name,
        };
    }
}
