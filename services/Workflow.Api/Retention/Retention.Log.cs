namespace Workflow.Api.Retention;

internal static partial class RetentionLog
{
    [LoggerMessage(1370, LogLevel.Information,
        "{runs} ended runs were taken away by the retention policy, archived: {archived}")]
    public static partial void RunsTaken(this ILogger logger, int runs, bool archived);
}
