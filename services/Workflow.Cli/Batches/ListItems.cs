using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;
using Workflow.Cli.Runs;

namespace Workflow.Cli.Batches;

/// <summary><c>workflow batches items</c>.</summary>
internal static class ListItems
{
    private static readonly Column[] Columns =
    [
        new("NUMBER", "number"), new("RUN", "execution_id"), new("STATUS", "status"),
        new("STARTED RUN", "started_execution_id"), new("DETAIL", "detail"),
    ];

    public static Command Build()
    {
        var id = RunIds.One("batch");
        var page = new PageChoice();
        var status = new Option<string?>("--status", "-s") { Description = "Only items of it.", HelpName = "STATUS" };
        status.Among("pending", "done", "failed", "skipped", "not_found");
        return page.AddTo(new ApiCommand("items", "Lists what became of each item of a batch.", async call =>
            call.Print.List(
                await page.ReadAsync(
                    call, $"api/v1/batches/{call.Value(id)}/items", "items", [("status", call.Value(status))]),
                "items", Columns))
        {
            id, status,
        });
    }
}
