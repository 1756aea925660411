using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules pause</c>, <c>resume</c> and <c>trigger</c>.</summary>
internal static class SteerSchedule
{
    public static Command Pause()
    {
        var name = SchedulesCommand.Argument();
        var note = new Option<string?>("--note") { Description = "Why, for people.", HelpName = "TEXT" };
        return new ApiCommand("pause", "Lets a schedule start nothing until it is resumed.", async call =>
            call.Print.Record(await call.PostAsync(
                $"api/v1/schedules/{await ScheduleNames.IdOfAsync(call, call.Value(name))}/pause",
                Inputs.Body(("note", call.Value(note))))))
        {
            name, note,
        };
    }

    public static Command Resume() => Build("resume", "Lets a paused schedule go on.");

    public static Command Trigger() => Build("trigger", "Starts a run of a schedule now.");

    private static Command Build(string verb, string description)
    {
        var name = SchedulesCommand.Argument();
        return new ApiCommand(verb, description, async call => call.Print.Record(await call.PostAsync(
            $"api/v1/schedules/{await ScheduleNames.IdOfAsync(call, call.Value(name))}/{verb}")))
        {
            name,
        };
    }
}
