namespace Workflow.ExecutionConsumer.Children;

internal sealed partial class ChildRuns
{
    [LoggerMessage(3340, LogLevel.Warning, "Child {run_id} of run {parent_id} is held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, Guid run_id, Guid parent_id);
}
