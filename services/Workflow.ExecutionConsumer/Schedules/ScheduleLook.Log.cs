namespace Workflow.ExecutionConsumer.Schedules;

internal sealed partial class ScheduleLook
{
    [LoggerMessage(3400, LogLevel.Warning, "Schedule {ScheduleId} is paused: {Fault}")]
    private static partial void LogHalted(ILogger logger, Guid scheduleId, string? fault);

    [LoggerMessage(3401, LogLevel.Warning,
        "Schedule {ScheduleId} missed {Count} due times from {First} to {Last}, older than its catch-up window")]
    private static partial void LogMissed(
        ILogger logger, Guid scheduleId, int count, DateTimeOffset first, DateTimeOffset last);

    [LoggerMessage(3402, LogLevel.Warning, "Schedule {ScheduleId}, due at {DueAt}, could not start its run: {Reason}")]
    private static partial void LogFailed(ILogger logger, Guid scheduleId, DateTimeOffset dueAt, string? reason);
}
