namespace Workflow.Api.DeadLetters;

internal static partial class DeadLettersLog
{
    [LoggerMessage(1350, LogLevel.Information, "{letters} dead letters kept, the first of {topic}: {reason}")]
    public static partial void LettersKept(this ILogger logger, int letters, string topic, string reason);

    [LoggerMessage(1351, LogLevel.Warning,
        "{letters} dead letters could not be kept, failure {failures}; again in {pause_ms} ms")]
    public static partial void KeepFailed(
        this ILogger logger, int letters, int failures, double pause_ms, Exception error);

    [LoggerMessage(1352, LogLevel.Warning,
        "{letters} dead letters were deleted that nobody had decided about within {days} days")]
    public static partial void UndecidedPurged(this ILogger logger, int letters, int days);
}
