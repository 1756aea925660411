using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Run;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs watch</c>.</summary>
internal static class WatchRun
{
    public static Command Build()
    {
        var id = RunIds.One();
        var timeout = WatchChoice.Timeout();
        return new ApiCommand("watch", "Shows a run until it has ended; ends as it does.", call =>
            WatchedRun.ShowAsync(call, call.Value(id), call.Value(timeout)))
        {
            id, timeout,
        };
    }
}
