using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

internal static partial class ProducerLog
{
    [LoggerMessage(2100, LogLevel.Error, "producer gave up ({reason}); a new one takes its place")]
    public static partial void ProducerFatal(this ILogger logger, string reason);

    [LoggerMessage(2101, LogLevel.Debug, "producer reports: {reason}")]
    public static partial void ProducerReports(this ILogger logger, string reason);

    [LoggerMessage(2102, LogLevel.Warning, "message for {topic} was not delivered: {reason} ({failed} so far)")]
    public static partial void NotDelivered(this ILogger logger, string topic, string reason, long failed);

    [LoggerMessage(2103, LogLevel.Warning, "producer closed with {waiting} messages unsent after {waited_ms} ms")]
    public static partial void ClosedUnsent(this ILogger logger, int waiting, double waited_ms);
}
