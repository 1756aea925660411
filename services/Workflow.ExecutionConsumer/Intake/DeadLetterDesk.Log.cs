namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class DeadLetterDesk
{
    [LoggerMessage(3260, LogLevel.Warning, "Dead letter from {Topic} [{Partition}] @{Offset}: {Reason}")]
    private static partial void LogDead(ILogger logger, string topic, int partition, long offset, string reason);
}
