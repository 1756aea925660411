namespace Workflow.ExecutionConsumer.Runs;

internal sealed partial class AloneRuns
{
    [LoggerMessage(3230, LogLevel.Warning,
        "Run {run_id}, shard {shard}, executes alone: {recoveries} owners died on it")]
    private static partial void LogAlone(ILogger logger, Guid run_id, int shard, int recoveries);

    [LoggerMessage(3231, LogLevel.Error,
        "Run {run_id}, shard {shard}, is poison: {recoveries} owners died on it, the last while it was alone")]
    private static partial void LogPoison(ILogger logger, Guid run_id, int shard, int recoveries);

    [LoggerMessage(3232, LogLevel.Warning, "Suspect {run_id} could not be judged now; the next look will find it")]
    private static partial void LogLater(ILogger logger, Exception error, Guid run_id);
}
