namespace Workflow.ExecutionConsumer.Lanes;

internal sealed partial class LaneMessages
{
    [LoggerMessage(3280, LogLevel.Information, "Cancellation of run {RunId}: {Runs} runs ended now")]
    private static partial void LogCancelled(ILogger logger, Guid runId, int runs);

    [LoggerMessage(3281, LogLevel.Warning, "Cancellation of run {RunId} is held: the database is away")]
    private static partial void LogCancelHeld(ILogger logger, Exception error, Guid runId);
}
