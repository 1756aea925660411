namespace Workflow.ExecutionConsumer.Lanes;

internal sealed partial class LaneMessages
{
    [LoggerMessage(3280, LogLevel.Information, "Cancellation of run {run_id}: {runs} runs ended now")]
    private static partial void LogCancelled(ILogger logger, Guid run_id, int runs);

    [LoggerMessage(3281, LogLevel.Warning, "Cancellation of run {run_id} is held: the database is away")]
    private static partial void LogCancelHeld(ILogger logger, Exception error, Guid run_id);

    [LoggerMessage(3282, LogLevel.Warning,
        "The result of task {task_id}, run {run_id}, has {bytes} bytes: its attempt fails, "
        + "the message is a dead letter")]
    private static partial void LogOversized(ILogger logger, Guid task_id, Guid run_id, int bytes);
}
