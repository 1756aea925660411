namespace Workflow.ExecutionConsumer.Lifecycle;

internal sealed partial class LifecyclePublisher
{
    [LoggerMessage(3434, LogLevel.Warning, "Lifecycle events of {changes} changes are held: {reason}")]
    private static partial void LogHeld(ILogger logger, int changes, string reason);

    [LoggerMessage(3435, LogLevel.Warning,
        "Run event at partition {partition}, offset {offset} cannot be told as a lifecycle event: {reason}")]
    private static partial void LogUnreadable(ILogger logger, int partition, long offset, string reason);
}
