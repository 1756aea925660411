namespace Workflow.ChaosTests.Platform;

/// <summary>A place in the fleet, held by one process at a time. Each process has an id of its own, by which the
/// database knows its connections.</summary>
internal sealed class Member(string name, Func<string, ServiceProcess> start) : IAsyncDisposable
{
    private int _generation;
    private ServiceProcess? _process;

    public string Name => name;

    /// <summary>Held by whoever does something to the process: one fault at a time.</summary>
    public SemaphoreSlim Gate { get; } = new(1);

    /// <summary>Of the process that is or was there last, such as consumer-2.5.</summary>
    public string Id => $"{name}.{_generation}";

    public ServiceProcess Process => _process ?? throw new InvalidOperationException($"{name} was never started.");

    public bool IsUp => _process is { HasExited: false };

    public async Task StartAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _generation++;
        _process = start(Id);
    }

    public async ValueTask DisposeAsync()
    {
        Gate.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
