namespace Workflow.Api.Http;

internal static partial class ErrorAnswersLog
{
    [LoggerMessage(1100, LogLevel.Warning, "{method} {path}: the database does not answer: {reason}")]
    public static partial void DatabaseAway(this ILogger logger, string method, string path, string reason);

    [LoggerMessage(1101, LogLevel.Error, "{method} {path} failed, trace_id {trace_id}")]
    public static partial void Unexpected(
        this ILogger logger, string method, string path, string trace_id, Exception error);
}
