using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs list</c>.</summary>
internal static class ListRuns
{
    private static readonly Column[] Columns =
    [
        new("ID", "execution_id"),
        new("WORKFLOW", "target_name"),
        new("VERSION", "workflow_version"),
        new("STATUS", "status"),
        new("CREATED", "created_at"),
        Column.Duration("DURATION", "duration_ms"),
        new("ERROR", "error_message"),
    ];

    public static Command Build()
    {
        var filter = new RunFilter(TimeProvider.System);
        var page = new PageChoice();
        var sort = new Option<string?>("--sort")
        {
            Description = "created_at (default), started_at or completed_at.",
            HelpName = "MEMBER",
        };
        sort.Among("created_at", "started_at", "completed_at");
        var order = new Option<string?>("--order") { Description = "desc (default) or asc.", HelpName = "ORDER" };
        order.Among("asc", "desc");
        var command = new ApiCommand("list", "Lists runs, the newest first.", async call => call.Print.List(
            await page.ReadAsync(
                call, "api/v1/executions", "executions",
                [.. filter.Parameters(call), ("sort", call.Value(sort)), ("order", call.Value(order))],
                "page_size", "cursor"),
            "executions", Columns))
        {
            sort, order,
        };
        return page.AddTo(filter.AddTo(command));
    }
}
