namespace Workflow.ExecutionConsumer.Routing;

internal sealed partial class EventStarts
{
    [LoggerMessage(3427, LogLevel.Warning,
        "Schedules look at events in {looks} ways or more (option EventLooksMax): not all of them get their events")]
    private static partial void LogTooManyLooks(ILogger logger, int looks);

    [LoggerMessage(3428, LogLevel.Warning, "An event could not start its run of schedule {schedule_id}: {reason}")]
    private static partial void LogFailed(ILogger logger, Guid schedule_id, string? reason);

    [LoggerMessage(3429, LogLevel.Warning,
        "Schedule {schedule_id} cannot be read by this release: its events start nothing")]
    private static partial void LogUnreadable(ILogger logger, Guid schedule_id);
}
