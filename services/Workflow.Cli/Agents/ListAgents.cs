using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Agents;

/// <summary><c>workflow agents list</c>.</summary>
internal static class ListAgents
{
    private static readonly Column[] Columns =
    [
        new("NAME", "name"), new("TRANSPORT", "transport"), new("ENDPOINT", "endpoint"), new("ENABLED", "enabled"),
        new("HEALTH", "health.status"),
        new("DESCRIPTION", "description"),
    ];

    public static Command Build()
    {
        var page = new PageChoice();
        return page.AddTo(new ApiCommand("list", "Lists agents.", async call => call.Print.List(
            await page.ReadAsync(call, "api/v1/agents", "agents", []), "agents", Columns)));
    }
}
