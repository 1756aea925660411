namespace Workflow.ExecutionConsumer.Housekeeping;

internal sealed partial class QueueLook
{
    [LoggerMessage(3350, LogLevel.Warning, "{runs} runs fail: they were not started before their queue deadline")]
    private static partial void LogExpired(ILogger logger, int runs);
}
