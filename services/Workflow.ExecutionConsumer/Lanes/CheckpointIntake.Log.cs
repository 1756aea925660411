namespace Workflow.ExecutionConsumer.Lanes;

internal sealed partial class CheckpointIntake
{
    [LoggerMessage(3420, LogLevel.Warning, "{checkpoints} checkpoints are held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, int checkpoints);

    [LoggerMessage(3421, LogLevel.Error, "A checkpoint of run {run_id} cannot be stored and is dropped")]
    private static partial void LogRefused(ILogger logger, Exception error, Guid run_id);
}
