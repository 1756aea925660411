using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>Loggers that tell when a look at the database failed.</summary>
internal sealed class FailureWatch : ILoggerFactory, ILogger
{
    private const int LookFailedId = 4001;

    private readonly TaskCompletionSource _lookFailed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task LookFailed => _lookFailed.Task.WaitAsync(TimeSpan.FromSeconds(60));

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == LookFailedId)
        {
            _lookFailed.TrySetResult();
        }
    }

    public void Dispose()
    {
    }
}
