using Microsoft.Extensions.Logging;

namespace Workflow.Database.Intake;

internal static partial class OpenRunCountsLog
{
    [LoggerMessage(1113, LogLevel.Warning, "open runs could not be counted: {reason}")]
    public static partial void OpenRunsNotCounted(this ILogger logger, string reason);
}
