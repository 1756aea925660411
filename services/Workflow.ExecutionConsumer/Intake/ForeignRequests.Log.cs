namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class ForeignRequests
{
    [LoggerMessage(3270, LogLevel.Information, "Run {RunId} came by message from elsewhere, shard {Shard}: {Outcome}")]
    private static partial void LogEntered(ILogger logger, Guid runId, int shard, string outcome);

    [LoggerMessage(3271, LogLevel.Warning, "Request for run {RunId} is held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, Guid runId);
}
