using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs show</c>.</summary>
internal static class ShowRun
{
    public static Command Build()
    {
        var id = RunIds.One();
        return new ApiCommand("show", "Shows everything that is known of a run.", async call =>
            call.Print.Record(await call.GetAsync($"api/v1/executions/{call.Value(id)}")))
        {
            id,
        };
    }
}
