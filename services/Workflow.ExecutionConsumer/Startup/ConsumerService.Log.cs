namespace Workflow.ExecutionConsumer.Startup;

internal sealed partial class ConsumerService
{
    [LoggerMessage(3330, LogLevel.Information, "Consumer started: {partitions} partitions in the cluster")]
    private static partial void LogStarted(ILogger logger, int partitions);

    [LoggerMessage(3331, LogLevel.Information, "Consumer stopped: everything flushed and released")]
    private static partial void LogStopped(ILogger logger);

    [LoggerMessage(3333, LogLevel.Warning,
        "The grace period is over before everything was flushed: the next owners will find what is missing")]
    private static partial void LogGraceOver(ILogger logger);

    [LoggerMessage(3332, LogLevel.Warning, "Waiting for database and broker: {reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);
}
