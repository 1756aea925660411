using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules remove</c>.</summary>
internal static class RemoveSchedule
{
    public static Command Build()
    {
        var name = SchedulesCommand.Argument();
        return new ApiCommand("remove", "Deletes a schedule; its runs stay.", async call =>
        {
            var id = await ScheduleNames.IdOfAsync(call, call.Value(name));
            await call.DeleteAsync($"api/v1/schedules/{id}");
            call.Print.Told(new JsonObject { ["id"] = id, ["removed"] = true }, () => $"Removed {id}.");
        })
        {
            name,
        };
    }
}
