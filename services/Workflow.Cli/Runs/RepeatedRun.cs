using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;
using Workflow.Cli.Run;

namespace Workflow.Cli.Runs;

/// <summary>What is told of the new run that a retry or rerun has made.</summary>
internal static class RepeatedRun
{
    /// <returns>0; with a watch the outcome of the new run.</returns>
    public static async Task<int> TellAsync(ApiCall call, JsonNode? taken, bool isWatched)
    {
        if (!isWatched)
        {
            call.Print.Record(taken);
            return ExitCode.Ok;
        }

        var run = Guid.Parse(taken.TextAt("execution_id")!);
        if (call.Print.IsForPeople)
        {
            Console.WriteLine($"Run {run}, {taken.TextAt("inherited_steps")} steps taken over");
        }

        return await WatchedRun.ShowAsync(call, run, null);
    }
}
