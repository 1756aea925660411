namespace Workflow.ExecutionConsumer.Drain;

internal sealed partial class ConsumerDrain
{
    [LoggerMessage(3360, LogLevel.Information,
        "Asked by {asked_by} to drain: the shards are handed over once {calls} calls of this process have ended")]
    private static partial void LogAsked(ILogger logger, string asked_by, int calls);

    [LoggerMessage(3361, LogLevel.Information, "Drained: no shard and no run is left here")]
    private static partial void LogDrained(ILogger logger);

    [LoggerMessage(3362, LogLevel.Information, "Resumed: takes shards again")]
    private static partial void LogResumed(ILogger logger);

    [LoggerMessage(3363, LogLevel.Warning,
        "{calls} calls of this process have not ended within {waited_ms} ms: the next owners make them again")]
    private static partial void LogCallsLeft(ILogger logger, int calls, double waited_ms);
}
