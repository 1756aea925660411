using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows remove</c>.</summary>
internal static class RemoveWorkflow
{
    public static Command Build()
    {
        var name = WorkflowNames.Argument();
        return new ApiCommand("remove", "Takes a workflow off the registry; its runs stay.", async call =>
        {
            var id = await WorkflowNames.IdOfAsync(call, call.Value(name));
            await call.DeleteAsync($"api/v1/workflows/{id}");
            call.Print.Told(new JsonObject { ["id"] = id, ["removed"] = true }, () => $"Removed {id}.");
        })
        {
            name,
        };
    }
}
