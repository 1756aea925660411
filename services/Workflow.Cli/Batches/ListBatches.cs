using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Batches;

/// <summary><c>workflow batches list</c>.</summary>
internal static class ListBatches
{
    private static readonly Column[] Columns =
    [
        new("ID", "id"), new("VERB", "verb"), new("STATUS", "status"), new("TOTAL", "total"), new("DONE", "done"),
        new("FAILED", "failed"), new("SKIPPED", "skipped"), new("CREATED", "created_at"),
    ];

    public static Command Build()
    {
        var page = new PageChoice();
        return page.AddTo(new ApiCommand("list", "Lists batches, the newest first.", async call => call.Print.List(
            await page.ReadAsync(call, "api/v1/batches", "batches", []), "batches", Columns)));
    }
}
