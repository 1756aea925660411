using System.CommandLine;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs</c>: what there is to see of runs and to do with them.</summary>
internal static class RunsCommand
{
    public static Command Build() => new("runs", "Finds, shows and steers runs.")
    {
        ListRuns.Build(),
        ShowRun.Build(),
        WatchRun.Build(),
        ShowSteps.Build(),
        ShowLogs.Build(),
        ExplainRun.Build(),
        CompareRuns.Build(),
        CancelRuns.Build(),
        RetryRun.Build(),
        RerunRun.Build(),
        PauseRuns.Pause(),
        PauseRuns.Resume(),
        MoveRuns.Build(),
        SignalRun.Build(),
    };
}
