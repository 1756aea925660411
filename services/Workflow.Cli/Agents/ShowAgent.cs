using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Agents;

/// <summary><c>workflow agents show</c>.</summary>
internal static class ShowAgent
{
    public static Command Build()
    {
        var name = AgentsCommand.Name();
        return new ApiCommand("show", "Shows an agent.", async call =>
            call.Print.Record(await call.GetAsync($"api/v1/agents/{Query.Part(call.Value(name))}")))
        {
            name,
        };
    }
}
