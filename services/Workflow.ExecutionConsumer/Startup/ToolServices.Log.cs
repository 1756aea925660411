namespace Workflow.ExecutionConsumer.Startup;

internal static partial class ToolServices
{
    [LoggerMessage(3470, LogLevel.Warning, "The process of task {task_id}, which nobody waits for, failed: {reason}")]
    private static partial void ProcessFailed(ILogger logger, Guid task_id, string reason);
}
