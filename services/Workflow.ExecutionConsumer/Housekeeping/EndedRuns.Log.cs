namespace Workflow.ExecutionConsumer.Housekeeping;

internal sealed partial class EndedRuns
{
    [LoggerMessage(3342, LogLevel.Information,
        "Run {RunId} was cancelled and no message said so: let go, and announced again")]
    private static partial void LogFoundCancelled(ILogger logger, Guid runId);

    [LoggerMessage(3343, LogLevel.Information,
        "Child {RunId} is cancelled with what is below it, {Runs} runs in all: no step waits for it any more")]
    private static partial void LogAbandoned(ILogger logger, Guid runId, int runs);
}
