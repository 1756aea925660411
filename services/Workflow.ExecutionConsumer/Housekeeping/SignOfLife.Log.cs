namespace Workflow.ExecutionConsumer.Housekeeping;

internal sealed partial class SignOfLife
{
    [LoggerMessage(3310, LogLevel.Warning, "The sign of life could not be written")]
    private static partial void LogNotSeen(ILogger logger, Exception error);
}
