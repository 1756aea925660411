namespace Workflow.ExecutionConsumer.Routing;

internal sealed partial class EventRouter
{
    [LoggerMessage(3424, LogLevel.Warning, "{events} events of the topic are held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, int events);

    [LoggerMessage(3425, LogLevel.Warning,
        "Open steps look at events in {looks} ways or more (option EventLooksMax): not all of them get their events")]
    private static partial void LogTooManyLooks(ILogger logger, int looks);
}
