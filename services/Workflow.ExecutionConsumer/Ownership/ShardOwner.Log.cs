namespace Workflow.ExecutionConsumer.Ownership;

internal sealed partial class ShardOwner
{
    [LoggerMessage(3200, LogLevel.Information, "Partition {partition} taken in {took_ms} ms: its shards are ours")]
    private static partial void LogTaken(ILogger logger, int partition, double took_ms);

    [LoggerMessage(3201, LogLevel.Warning, "Partition {partition} could not be taken; another try follows")]
    private static partial void LogTakeFailed(ILogger logger, Exception error, int partition);

    [LoggerMessage(3202, LogLevel.Information, "Partition {partition} revoked: flushed and released")]
    private static partial void LogRevoked(ILogger logger, int partition);

    [LoggerMessage(3203, LogLevel.Warning, "Partition {partition} lost: its runs go on under the fence")]
    private static partial void LogLost(ILogger logger, int partition);

    [LoggerMessage(3204, LogLevel.Warning,
        "Shard {shard} has another owner by now (ours was epoch {epoch}): its runs stop here")]
    private static partial void LogFenced(ILogger logger, int shard, long epoch);

    [LoggerMessage(3205, LogLevel.Warning,
        "Shards of partition {partition} could not be released; the next owner will suspect their runs")]
    private static partial void LogReleaseFailed(ILogger logger, Exception error, int partition);
}
