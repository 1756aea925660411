using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules next</c>.</summary>
internal static class ListDueTimes
{
    public static Command Build()
    {
        var name = SchedulesCommand.Argument();
        var count = new Option<int?>("--count") { Description = "How many due times.", HelpName = "N" };
        return new ApiCommand("next", "Lists the next due times of a schedule.", async call => call.Print.List(
            await call.GetAsync(Query.Of(
                $"api/v1/schedules/{await ScheduleNames.IdOfAsync(call, call.Value(name))}/next",
                ("count", call.Value(count)))),
            "times", new Column("DUE", "due_at"), new Column("LOCAL", "local")))
        {
            name, count,
        };
    }
}
