namespace Workflow.Bridge.Intake;

internal static partial class IntakeLog
{
    [LoggerMessage(4000, LogLevel.Debug, "task {task_id} of run {run_id} at {step_path} is no longer running: dropped")]
    public static partial void TaskEnded(this ILogger logger, Guid task_id, Guid run_id, string step_path);

    [LoggerMessage(4001, LogLevel.Warning, "cannot look up {tasks} tasks, they wait; next look in {pause_ms} ms")]
    public static partial void LookFailed(this ILogger logger, Exception error, int tasks, double pause_ms);

    [LoggerMessage(4002, LogLevel.Warning,
        "unreadable message {topic}/{partition}/{offset} goes to the dead letters: {reason}")]
    public static partial void MessageUnreadable(
        this ILogger logger, string topic, int partition, long offset, string reason);

    [LoggerMessage(4003, LogLevel.Debug,
        "task {task_id} of run {run_id} waits with its owner: too many of agent {agent} are here")]
    public static partial void TaskCrowdedOut(this ILogger logger, Guid task_id, Guid run_id, string agent);
}
