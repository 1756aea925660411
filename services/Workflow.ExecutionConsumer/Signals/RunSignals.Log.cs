namespace Workflow.ExecutionConsumer.Signals;

internal sealed partial class RunSignals
{
    [LoggerMessage(3422, LogLevel.Warning,
        "An event of run {run_id} for run {target_id} is held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, Guid run_id, Guid target_id);

    [LoggerMessage(3423, LogLevel.Warning, "An event of run {run_id} is held: the broker did not store it: {reason}")]
    private static partial void LogUnsent(ILogger logger, Guid run_id, string? reason);
}
