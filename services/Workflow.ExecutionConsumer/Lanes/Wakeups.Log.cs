namespace Workflow.ExecutionConsumer.Lanes;

internal sealed partial class Wakeups
{
    [LoggerMessage(3341, LogLevel.Warning,
        "The inboxes of {runs} woken runs could not be read now; the next look will find them")]
    private static partial void LogLeftToLook(ILogger logger, Exception error, int runs);
}
