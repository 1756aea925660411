using Microsoft.Extensions.Logging;

namespace Workflow.Execution.Runs;

public sealed partial class CentralizedExecutor
{
    [LoggerMessage(3100, LogLevel.Error, "Run {RunId} met an error of the engine and fails")]
    private static partial void LogBug(ILogger logger, Exception error, Guid runId);
}
