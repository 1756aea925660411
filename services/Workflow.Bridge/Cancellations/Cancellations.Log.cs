namespace Workflow.Bridge.Cancellations;

internal static partial class CancellationsLog
{
    [LoggerMessage(4030, LogLevel.Information, "run {run_id} was cancelled: {calls} calls broken off")]
    public static partial void RunCancelled(this ILogger logger, Guid run_id, int calls);

    [LoggerMessage(4031, LogLevel.Information, "{ended} of {open} open calls are of ended steps: broken off")]
    public static partial void CallsEnded(this ILogger logger, int ended, int open);
}
