namespace Workflow.ExecutionConsumer.Housekeeping;

internal sealed partial class OwnerLook
{
    [LoggerMessage(3300, LogLevel.Warning, "The look at the shards failed; the next one repeats it")]
    private static partial void LogLookFailed(ILogger logger, Exception error);

    [LoggerMessage(3301, LogLevel.Information, "Sweep: {runs} runs that no message announced")]
    private static partial void LogSwept(ILogger logger, int runs);
}
