namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class RequestIntake
{
    [LoggerMessage(3240, LogLevel.Warning, "Run {run_id} could not be read now: the sweep will start it")]
    private static partial void LogLeftToSweep(ILogger logger, Exception error, Guid run_id);
}
