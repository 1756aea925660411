using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows versions</c>.</summary>
internal static class ListVersions
{
    private static readonly Column[] Columns =
        [new("VERSION", "version"), new("TASKS", "task_count"), new("CREATED", "created_at")];

    public static Command Build()
    {
        var name = WorkflowNames.Argument();
        var page = new PageChoice();
        return page.AddTo(new ApiCommand("versions", "Lists the versions of a workflow.", async call =>
        {
            var id = await WorkflowNames.IdOfAsync(call, call.Value(name));
            call.Print.List(
                await page.ReadAsync(call, $"api/v1/workflows/{id}/versions", "versions", []), "versions", Columns);
        })
        {
            name,
        });
    }
}
