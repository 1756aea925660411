namespace Workflow.Api.Live;

internal static partial class LiveLog
{
    [LoggerMessage(
        1210, LogLevel.Warning, "the feeds of {runs} watched runs could not be read, further tries follow: {reason}")]
    public static partial void FeedNotRead(this ILogger logger, int runs, string reason);

    [LoggerMessage(
        1211, LogLevel.Warning, "run event at partition {partition}, offset {offset} cannot be used: {reason}")]
    public static partial void EventUnreadable(this ILogger logger, int partition, long offset, string reason);

    [LoggerMessage(1212, LogLevel.Warning, "the look at {runs} watched runs failed, the next follows: {reason}")]
    public static partial void LookFailed(this ILogger logger, int runs, string reason);
}
