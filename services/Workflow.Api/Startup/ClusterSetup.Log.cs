namespace Workflow.Api.Startup;

internal static partial class ClusterSetupLog
{
    [LoggerMessage(1200, LogLevel.Information, "database is ready, {partitions} shards")]
    public static partial void DatabaseReady(this ILogger logger, int partitions);

    [LoggerMessage(
        1201, LogLevel.Information, "topics are ready: {request_partitions} partitions for {partitions} shards")]
    public static partial void TopicsReady(this ILogger logger, int request_partitions, int partitions);

    [LoggerMessage(1202, LogLevel.Warning, "set-up failed {failures} times, next try soon: {reason}")]
    public static partial void SetupFailed(this ILogger logger, int failures, string reason);
}
