namespace Workflow.Bridge.Agents;

internal static partial class AgentsLog
{
    [LoggerMessage(4080, LogLevel.Information,
        "{agent} could not be told that nobody waits for the result of task {task_id}: {reason}")]
    public static partial void CancelNotTold(this ILogger logger, string agent, Guid task_id, string reason);
}
