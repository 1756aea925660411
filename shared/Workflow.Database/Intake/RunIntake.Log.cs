using Microsoft.Extensions.Logging;

namespace Workflow.Database.Intake;

internal static partial class RunIntakeLog
{
    [LoggerMessage(1000, LogLevel.Warning, "intake of {runs} runs failed on try {tries}, next: {action}: {reason}")]
    public static partial void BatchFailed(
        this ILogger logger, int runs, int tries, FailureAction action, string reason);

    [LoggerMessage(
        1001, LogLevel.Error, "{runs} accepted runs were not announced; their owners find them by the sweep")]
    public static partial void PublishFailed(this ILogger logger, int runs, Exception error);
}
