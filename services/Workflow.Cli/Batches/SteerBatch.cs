using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Runs;

namespace Workflow.Cli.Batches;

/// <summary><c>workflow batches pause</c>, <c>resume</c> and <c>abort</c>.</summary>
internal static class SteerBatch
{
    public static Command Build(string verb, string description)
    {
        var id = RunIds.One("batch");
        return new ApiCommand(verb, description, async call =>
            call.Print.Record(await call.PostAsync($"api/v1/batches/{call.Value(id)}/{verb}")))
        {
            id,
        };
    }
}
