namespace Workflow.ExecutionConsumer.Lanes;

internal sealed partial class LaneMessages
{
    [LoggerMessage(3280, LogLevel.Information, "Cancellation of run {RunId}: ended now {IsCancelled}")]
    private static partial void LogCancelled(ILogger logger, Guid runId, bool isCancelled);

    [LoggerMessage(3281, LogLevel.Warning, "Cancellation of run {RunId} is held: the database is away")]
    private static partial void LogCancelHeld(ILogger logger, Exception error, Guid runId);
}
