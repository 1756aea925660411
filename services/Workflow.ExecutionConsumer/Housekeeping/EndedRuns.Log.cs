namespace Workflow.ExecutionConsumer.Housekeeping;

internal sealed partial class EndedRuns
{
    [LoggerMessage(3342, LogLevel.Information,
        "Run {run_id}, shard {shard}, was cancelled and no message said so: let go, and announced again")]
    private static partial void LogFoundCancelled(ILogger logger, Guid run_id, int shard);

    [LoggerMessage(3343, LogLevel.Information,
        "Child {run_id}, shard {shard}, is cancelled with what is below it, {runs} runs in all: "
        + "no step waits for it any more")]
    private static partial void LogAbandoned(ILogger logger, Guid run_id, int shard, int runs);
}
