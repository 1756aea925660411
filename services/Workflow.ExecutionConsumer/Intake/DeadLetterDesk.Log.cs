namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class DeadLetterDesk
{
    [LoggerMessage(3260, LogLevel.Warning, "Dead letter from {topic} [{partition}] @{offset}: {reason}")]
    private static partial void LogDead(ILogger logger, string topic, int partition, long offset, string reason);
}
