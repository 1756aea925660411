namespace Workflow.ExecutionConsumer.Runs;

internal sealed partial class RunStarter
{
    [LoggerMessage(3220, LogLevel.Warning, "Run {RunId} fails without being executed: {Reason}")]
    private static partial void LogFailed(ILogger logger, Guid runId, string reason);

    [LoggerMessage(3221, LogLevel.Warning, "Run {RunId} could not be loaded now; the next look will find it")]
    private static partial void LogNotLoaded(ILogger logger, Exception error, Guid runId);
}
