using Microsoft.Extensions.Logging;

namespace Workflow.Hosting;

internal static partial class PeriodicLoopLog
{
    [LoggerMessage(5000, LogLevel.Warning, "{loop} failed {failures} times in a row; again in {pause_ms} ms")]
    public static partial void LoopFailed(
        this ILogger logger, Exception error, string loop, int failures, double pause_ms);
}
