using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

internal static partial class ConsumerLog
{
    [LoggerMessage(2000, LogLevel.Information, "{consumer} consumer started")]
    public static partial void ConsumerStarted(this ILogger logger, string consumer);

    [LoggerMessage(2001, LogLevel.Information, "{consumer} consumer stopped")]
    public static partial void ConsumerStopped(this ILogger logger, string consumer);

    [LoggerMessage(2002, LogLevel.Error, "{consumer} consumer failed; a new one starts in {pause_ms} ms")]
    public static partial void ConsumerFailed(this ILogger logger, Exception e, string consumer, double pause_ms);

    [LoggerMessage(2003, LogLevel.Warning, "{consumer} consumer could not read: {reason}")]
    public static partial void ConsumeRefused(this ILogger logger, string consumer, string reason);

    [LoggerMessage(2004, LogLevel.Debug, "{consumer} consumer reports: {reason}")]
    public static partial void ConsumerReports(this ILogger logger, string consumer, string reason);

    [LoggerMessage(2005, LogLevel.Error, "what listens to the {consumer} consumer failed at {moment}")]
    public static partial void ListenerFailed(this ILogger logger, Exception e, string consumer, string moment);

    [LoggerMessage(2006, LogLevel.Warning, "{consumer} consumer did not stop within {waited_ms} ms and is left behind")]
    public static partial void ConsumerLeftBehind(this ILogger logger, string consumer, double waited_ms);

    [LoggerMessage(2007, LogLevel.Debug, "{consumer} consumer could not commit: {reason}")]
    public static partial void CommitRefused(this ILogger logger, string consumer, string reason);

    [LoggerMessage(2010, LogLevel.Information, "partitions assigned: {partitions}")]
    public static partial void PartitionsAssigned(this ILogger logger, string partitions);

    [LoggerMessage(2011, LogLevel.Information, "partitions revoked: {partitions}")]
    public static partial void PartitionsRevoked(this ILogger logger, string partitions);

    [LoggerMessage(2012, LogLevel.Warning, "partitions lost: {partitions}")]
    public static partial void PartitionsLost(this ILogger logger, string partitions);

    [LoggerMessage(2013, LogLevel.Warning, "flush of revoked partitions was not done within {waited_ms} ms")]
    public static partial void RevokeFlushLate(this ILogger logger, double waited_ms);

    [LoggerMessage(2014, LogLevel.Warning,
        "a pause of {pause_ms} ms: contact with the group counts again after {settle_ms} ms")]
    public static partial void PauseNoticed(this ILogger logger, double pause_ms, double settle_ms);

    [LoggerMessage(2020, LogLevel.Debug, "lanes of shard {shard} are read from now on")]
    public static partial void LanesOwned(this ILogger logger, int shard);

    [LoggerMessage(2021, LogLevel.Debug, "lanes of shard {shard} are no longer read")]
    public static partial void LanesDisowned(this ILogger logger, int shard);
}
