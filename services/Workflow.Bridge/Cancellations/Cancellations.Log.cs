namespace Workflow.Bridge.Cancellations;

internal static partial class CancellationsLog
{
    [LoggerMessage(4030, LogLevel.Information, "run {run_id} was cancelled: {calls} calls broken off")]
    public static partial void RunCancelled(this ILogger logger, Guid run_id, int calls);

    [LoggerMessage(4031, LogLevel.Information, "{ended} of {open} open calls are of ended steps: broken off")]
    public static partial void CallsEnded(this ILogger logger, int ended, int open);

    [LoggerMessage(4032, LogLevel.Information,
        "task {task_id} of run {run_id}: {agent} was told that nobody waits any more ({reason}); it answered {status}")]
    public static partial void AgentTold(
        this ILogger logger, Guid task_id, Guid run_id, string agent, string reason, int status);

    [LoggerMessage(4033, LogLevel.Warning,
        "task {task_id} of run {run_id}: {agent} could not be told that nobody waits any more: {cause}")]
    public static partial void AgentNotTold(
        this ILogger logger, Guid task_id, Guid run_id, string agent, string cause);
}
