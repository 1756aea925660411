using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows list</c>.</summary>
internal static class ListWorkflows
{
    private static readonly Column[] Columns =
    [
        new("ID", "id"), new("NAMESPACE", "namespace"), new("NAME", "name"), new("VERSION", "version"),
        new("UPDATED", "updated_at"),
    ];

    public static Command Build()
    {
        var page = new PageChoice();
        return page.AddTo(new ApiCommand("list", "Lists workflows with their latest version.", async call =>
            call.Print.List(
                await page.ReadAsync(call, "api/v1/workflows", "workflows", []), "workflows", Columns)));
    }
}
