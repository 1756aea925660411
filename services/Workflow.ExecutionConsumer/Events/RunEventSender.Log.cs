namespace Workflow.ExecutionConsumer.Events;

internal sealed partial class RunEventSender
{
    [LoggerMessage(3302, LogLevel.Warning,
        "{Dropped} events of committed changes were dropped so far ({QueueMax} waited); " +
        "watchers see the changes in the database")]
    private static partial void LogDropped(ILogger logger, long dropped, int queueMax);

    [LoggerMessage(3303, LogLevel.Error, "The event of revision {Revision} of run {RunId} could not be sent")]
    private static partial void LogUnsent(ILogger logger, Exception error, Guid runId, long revision);
}
