namespace Workflow.ExecutionConsumer.Signals;

internal sealed partial class RunSignals
{
    [LoggerMessage(3422, LogLevel.Warning, "An event of run {RunId} for run {TargetId} is held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, Guid runId, Guid targetId);
}
