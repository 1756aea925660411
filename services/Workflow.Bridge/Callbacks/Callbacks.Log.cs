namespace Workflow.Bridge.Callbacks;

internal static partial class CallbacksLog
{
    [LoggerMessage(4100, LogLevel.Information,
        "task {task_id} of run {run_id} was accepted by {agent}, which calls back; it stands until {accepted_until}")]
    public static partial void TaskAccepted(
        this ILogger logger, Guid task_id, Guid run_id, string agent, DateTimeOffset accepted_until);

    [LoggerMessage(4101, LogLevel.Warning,
        "task {task_id} of run {run_id} was accepted, which cannot be noted: the database is away")]
    public static partial void AcceptanceHeld(this ILogger logger, Exception error, Guid task_id, Guid run_id);
}
