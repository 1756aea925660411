using Microsoft.Extensions.Logging;
using Workflow.Simulation.Checks;
using Workflow.Simulation.World;

namespace Workflow.Simulation.Consumers;

/// <summary>Log of a simulated process. What the product logs as an error is a bug here: nothing in a schedule
/// excuses one.</summary>
internal sealed class BugLog<T>(Ledger ledger, Story story, string process) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error || story.IsTold;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var text = formatter(state, exception);
        if (story.IsTold)
        {
            story.Tell($"    {process} logs: {text}{(exception is null ? "" : $" ({exception.Message})")}");
        }

        ledger.Check(logLevel < LogLevel.Error, "bug", $"{process}: {text} {exception}");
    }
}
