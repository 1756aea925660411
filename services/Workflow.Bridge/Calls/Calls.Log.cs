namespace Workflow.Bridge.Calls;

internal static partial class CallsLog
{
    [LoggerMessage(4010, LogLevel.Debug,
        "task {task_id} of run {run_id}: {agent} answered attempt {attempt} with {status} after {duration_ms} ms")]
    public static partial void CallEnded(
        this ILogger logger, Guid task_id, Guid run_id, string agent, int attempt, int status, double duration_ms);

    [LoggerMessage(4011, LogLevel.Information, "task {task_id} of run {run_id}: call of {agent} broken off ({reason})")]
    public static partial void CallAborted(
        this ILogger logger, Guid task_id, Guid run_id, string agent, AbortReason reason);

    [LoggerMessage(4012, LogLevel.Information, "task {task_id} of run {run_id}: {agent} is left to another bridge")]
    public static partial void CallLeft(this ILogger logger, Guid task_id, Guid run_id, string agent);

    [LoggerMessage(4013, LogLevel.Error, "task {task_id} of run {run_id}: call of {agent} broke, no result was sent")]
    public static partial void CallBroke(
        this ILogger logger, Exception error, Guid task_id, Guid run_id, string agent);
}
