using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules fires</c>.</summary>
internal static class ListFires
{
    private static readonly Column[] Columns =
    [
        new("DUE", "due_at"), new("KIND", "kind"), new("OUTCOME", "outcome"), new("RUN", "execution_id"),
        new("STATUS", "execution_status"), new("DETAIL", "detail"),
    ];

    public static Command Build()
    {
        var name = SchedulesCommand.Argument();
        var page = new PageChoice();
        return page.AddTo(new ApiCommand("fires", "Lists what became of a schedule's due times.", async call =>
        {
            var id = await ScheduleNames.IdOfAsync(call, call.Value(name));
            call.Print.List(
                await page.ReadAsync(call, $"api/v1/schedules/{id}/fires", "fires", []), "fires", Columns);
        })
        {
            name,
        });
    }
}
