using System.CommandLine;

namespace Workflow.Cli.Batches;

/// <summary><c>workflow batches</c>: one verb for many runs.</summary>
internal static class BatchesCommand
{
    public static Command Build() => new("batches", "Does one thing to many runs, in the background.")
    {
        ListBatches.Build(),
        ShowBatch.Build(),
        ListItems.Build(),
        CreateBatch.OfRuns("cancel", "Cancels all runs that the filters choose."),
        CreateBatch.OfRuns("retry", "Retries all runs that the filters choose."),
        CreateBatch.OfStarts(),
        SteerBatch.Build("pause", "Lets a batch do nothing more until it is resumed."),
        SteerBatch.Build("resume", "Lets a paused batch go on."),
        SteerBatch.Build("abort", "Ends a batch; what is done stays done."),
    };
}
