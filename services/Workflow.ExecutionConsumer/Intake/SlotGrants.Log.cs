namespace Workflow.ExecutionConsumer.Intake;

internal sealed partial class SlotGrants
{
    [LoggerMessage(3450, LogLevel.Warning, "Slots of concurrency keys could not be granted; the next look repeats it")]
    private static partial void LogLater(ILogger logger, Exception error);
}
