namespace Workflow.ExecutionConsumer.Runs;

internal sealed partial class AloneRuns
{
    [LoggerMessage(3230, LogLevel.Warning, "Run {RunId} executes alone: {Recoveries} owners died on it")]
    private static partial void LogAlone(ILogger logger, Guid runId, int recoveries);

    [LoggerMessage(3231, LogLevel.Error,
        "Run {RunId} is poison: {Recoveries} owners died on it, the last while it was alone")]
    private static partial void LogPoison(ILogger logger, Guid runId, int recoveries);

    [LoggerMessage(3232, LogLevel.Warning, "Suspect {RunId} could not be judged now; the next look will find it")]
    private static partial void LogLater(ILogger logger, Exception error, Guid runId);
}
