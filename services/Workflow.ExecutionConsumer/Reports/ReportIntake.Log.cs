namespace Workflow.ExecutionConsumer.Reports;

internal sealed partial class ReportIntake
{
    [LoggerMessage(3430, LogLevel.Warning, "Reports of {tasks} tasks are held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, int tasks);

    [LoggerMessage(3431, LogLevel.Error, "What task {task_id} of run {run_id} reports cannot be stored and is dropped")]
    private static partial void LogRefused(ILogger logger, Exception error, Guid run_id, Guid task_id);

    [LoggerMessage(3432, LogLevel.Debug, "Reports of task {task_id} are dropped: run {run_id} has no such task")]
    private static partial void LogUnknown(ILogger logger, Guid task_id, Guid run_id);
}
