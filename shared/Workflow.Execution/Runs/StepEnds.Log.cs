using Microsoft.Extensions.Logging;

namespace Workflow.Execution.Runs;

internal static partial class StepEnds
{
    [LoggerMessage(3102, LogLevel.Debug, "Run {run_id}: step {step}, attempt {attempt}, ends {status}")]
    private static partial void LogEnded(ILogger logger, Guid run_id, string step, int attempt, string status);
}
