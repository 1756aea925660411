using Microsoft.Extensions.Logging;

namespace Workflow.Execution.Runs;

public sealed partial class CentralizedExecutor
{
    [LoggerMessage(3100, LogLevel.Error, "Run {run_id} met an error of the engine and fails")]
    private static partial void LogBug(ILogger logger, Exception error, Guid run_id);

    [LoggerMessage(3101, LogLevel.Debug, "Run {run_id} leaves this process's memory: {exit}")]
    private static partial void LogLeft(ILogger logger, Guid run_id, RunExit exit);
}
