using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Agents;

/// <summary><c>workflow agents remove</c>.</summary>
internal static class RemoveAgent
{
    public static Command Build()
    {
        var name = AgentsCommand.Name();
        return new ApiCommand("remove", "Takes an agent off the registry; calls of it fail from then on.", async call =>
        {
            await call.DeleteAsync($"api/v1/agents/{Query.Part(call.Value(name))}");
            call.Print.Told(
                new JsonObject { ["name"] = call.Value(name), ["removed"] = true },
                () => $"Removed {call.Value(name)}.");
        })
        {
            name,
        };
    }
}
