using Microsoft.Extensions.Logging;

namespace Workflow.Database.Intake;

internal static partial class BacklogLog
{
    [LoggerMessage(1002, LogLevel.Warning, "pending runs could not be counted: {reason}")]
    public static partial void CountFailed(this ILogger logger, string reason);
}
