using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>Loggers that tell when the bridge logs an event for the first time.</summary>
internal sealed class LogWatch(int eventId) : ILoggerFactory, ILogger
{
    /// <summary>A look at the database failed.</summary>
    public const int LookFailed = 4001;

    /// <summary>The bridge leaves, and waits for owners to record results.</summary>
    public const int ResultsNotRecorded = 4022;

    private readonly TaskCompletionSource _logged = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Logged => _logged.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId logged, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (logged.Id == eventId)
        {
            _logged.TrySetResult();
        }
    }

    public void Dispose()
    {
    }
}
