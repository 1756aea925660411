namespace Workflow.Bridge.Results;

internal static partial class ResultsLog
{
    [LoggerMessage(4020, LogLevel.Warning,
        "result of task {task_id}, run {run_id}, shard {shard} was not stored: {reason}; again in {pause_ms} ms")]
    public static partial void ResultNotStored(
        this ILogger logger, Guid task_id, Guid run_id, int shard, string reason, double pause_ms);

    [LoggerMessage(4021, LogLevel.Warning,
        "checkpoint of task {task_id}, run {run_id}, shard {shard} was not stored: {reason}")]
    public static partial void CheckpointNotStored(
        this ILogger logger, Guid task_id, Guid run_id, int shard, string reason);

    [LoggerMessage(4022, LogLevel.Debug, "{results} results are sent and not recorded yet; the bridge waits for that")]
    public static partial void ResultsNotRecorded(this ILogger logger, int results);
}
