namespace Workflow.ExecutionConsumer.Runs;

internal sealed partial class RunStarter
{
    [LoggerMessage(3220, LogLevel.Warning, "Run {run_id}, shard {shard}, fails without being executed: {reason}")]
    private static partial void LogFailed(ILogger logger, Guid run_id, int shard, string reason);

    [LoggerMessage(3221, LogLevel.Warning, "Run {run_id} could not be loaded now; the next look will find it")]
    private static partial void LogNotLoaded(ILogger logger, Exception error, Guid run_id);
}
