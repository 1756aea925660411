namespace Workflow.ExecutionConsumer.Lanes;

internal sealed partial class ResultInbox
{
    [LoggerMessage(3290, LogLevel.Warning, "{results} results are held: the database is away")]
    private static partial void LogHeld(ILogger logger, Exception error, int results);

    [LoggerMessage(3291, LogLevel.Error,
        "A result of run {run_id} cannot be stored and is dropped; its task will be sent again")]
    private static partial void LogRefused(ILogger logger, Exception error, Guid run_id);
}
