using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules list</c>.</summary>
internal static class ListSchedules
{
    private static readonly Column[] Columns =
    [
        new("ID", "id"), new("NAME", "name"), new("WORKFLOW", "workflow"), new("STATUS", "status"),
        new("WHEN", row => row.At("on") is not null ? "on events"
            : CellText.Of(row.At("cron") ?? row.At("every") ?? row.At("at") ?? row.At("after"))),
        new("NEXT", "next_due_at"), new("ERROR", "progress.last_error"),
    ];

    public static Command Build()
    {
        var page = new PageChoice();
        var status = new Option<string?>("--status", "-s")
        {
            Description = "Only schedules of this status: active, paused or ended.",
            HelpName = "STATUS",
        };
        status.Among("active", "paused", "ended");
        return page.AddTo(new ApiCommand("list", "Lists schedules.", async call => call.Print.List(
            await page.ReadAsync(call, "api/v1/schedules", "schedules", [("status", call.Value(status))]),
            "schedules", Columns))
        {
            status,
        });
    }
}
