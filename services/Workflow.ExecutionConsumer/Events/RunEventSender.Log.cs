namespace Workflow.ExecutionConsumer.Events;

internal sealed partial class RunEventSender
{
    [LoggerMessage(3302, LogLevel.Warning,
        "{dropped} events of committed changes were dropped so far ({queue_max} waited); " +
        "watchers see the changes in the database")]
    private static partial void LogDropped(ILogger logger, long dropped, int queue_max);

    [LoggerMessage(3303, LogLevel.Error, "The event of revision {revision} of run {run_id} could not be sent")]
    private static partial void LogUnsent(ILogger logger, Exception error, Guid run_id, long revision);
}
