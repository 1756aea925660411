namespace Workflow.ExecutionConsumer.Schedules;

internal sealed partial class ScheduleLook
{
    [LoggerMessage(3400, LogLevel.Warning, "Schedule {schedule_id} is paused: {fault}")]
    private static partial void LogHalted(ILogger logger, Guid schedule_id, string? fault);

    [LoggerMessage(3401, LogLevel.Warning,
        "Schedule {schedule_id} missed {count} due times from {first} to {last}, older than its catch-up window")]
    private static partial void LogMissed(
        ILogger logger, Guid schedule_id, int count, DateTimeOffset first, DateTimeOffset last);

    [LoggerMessage(3402, LogLevel.Warning,
        "Schedule {schedule_id}, due at {due_at}, could not start its run: {reason}")]
    private static partial void LogFailed(ILogger logger, Guid schedule_id, DateTimeOffset due_at, string? reason);
}
