namespace Workflow.ExecutionConsumer.Children;

internal sealed partial class ChildRuns
{
    [LoggerMessage(3340, LogLevel.Warning, "Child {RunId} of run {ParentId} is held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, Guid runId, Guid parentId);
}
