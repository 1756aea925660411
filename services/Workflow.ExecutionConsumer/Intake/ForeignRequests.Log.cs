namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class ForeignRequests
{
    [LoggerMessage(3270, LogLevel.Information, "Run {run_id} came by message from elsewhere, shard {shard}: {outcome}")]
    private static partial void LogEntered(ILogger logger, Guid run_id, int shard, string outcome);

    [LoggerMessage(3271, LogLevel.Warning, "Request for run {run_id} is held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, Guid run_id);
}
