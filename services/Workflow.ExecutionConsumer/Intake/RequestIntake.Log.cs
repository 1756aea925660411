namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class RequestIntake
{
    [LoggerMessage(3240, LogLevel.Warning, "Run {RunId} could not be read now: the sweep will start it")]
    private static partial void LogLeftToSweep(ILogger logger, Exception error, Guid runId);
}
