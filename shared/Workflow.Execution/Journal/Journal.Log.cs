using Microsoft.Extensions.Logging;

namespace Workflow.Execution.Journal;

public sealed partial class Journal
{
    [LoggerMessage(3000, LogLevel.Warning,
        "The database refused or lost a flush of {runs} runs (attempt {attempt}); " +
        "the same flush follows in {delay_ms} ms")]
    private static partial void LogFlushFailed(ILogger logger, Exception error, int runs, int attempt, double delay_ms);

    [LoggerMessage(3001, LogLevel.Critical, "The journal stopped: nothing is committed by this process any more")]
    private static partial void LogBroken(ILogger logger, Exception error);
}
