namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class Backlog
{
    [LoggerMessage(3250, LogLevel.Information,
        "Backlog mode: {unbegun} runs wait in memory, the rest is paged from the database")]
    private static partial void LogOn(ILogger logger, int unbegun);

    [LoggerMessage(3251, LogLevel.Information, "Fast mode: the backlog is drained")]
    private static partial void LogOff(ILogger logger);

    [LoggerMessage(3252, LogLevel.Warning, "A page of the backlog could not be read; another try follows")]
    private static partial void LogPageFailed(ILogger logger, Exception error);
}
