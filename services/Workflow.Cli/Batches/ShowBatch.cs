using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Runs;

namespace Workflow.Cli.Batches;

/// <summary><c>workflow batches show</c>.</summary>
internal static class ShowBatch
{
    public static Command Build()
    {
        var id = RunIds.One("batch");
        return new ApiCommand("show", "Shows a batch and how far it is.", async call =>
            call.Print.Record(await call.GetAsync($"api/v1/batches/{call.Value(id)}")))
        {
            id,
        };
    }
}
