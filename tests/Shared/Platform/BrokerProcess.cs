using System.Diagnostics;
using System.Globalization;

namespace Workflow.Tests.Shared;

/// <summary>The broker's process, seen from outside. One command at a time; a dead broker ignores them.</summary>
internal sealed class BrokerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _one = new(1);
    private readonly int _port;
    private Process _process;
    private int _lives;

    private BrokerProcess(int port, Process process) => (_port, _process) = (port, process);

    public string Address => $"127.0.0.1:{_port}";

    /// <summary>How often it has lost everything.</summary>
    public int Lives => Volatile.Read(ref _lives);

    public static async Task<BrokerProcess> StartAsync(int port) => new(port, await LaunchAsync(port));

    public int Pid => _process.Id;

    public Task DownAsync() => TellAsync("down");

    public Task UpAsync() => TellAsync("up");

    /// <summary>Delays every answer.</summary>
    public Task SlowAsync(TimeSpan delay) => TellAsync($"rtt {(int)delay.TotalMilliseconds}");

    /// <summary>Lets the next requests of a kind fail, until <see cref="HealAsync"/>.</summary>
    public Task FailAsync(int apiKey, int error) => TellAsync($"fail {apiKey} {error} 2000");

    public Task HealAsync(int apiKey) => TellAsync($"heal {apiKey}");

    public void Freeze() => Signals.Send(_process.Id, Signals.Stop);

    public void Wake() => Signals.Send(_process.Id, Signals.Continue);

    /// <summary>Kills the process: every message is lost, and so are the groups.</summary>
    public async Task KillAsync()
    {
        await _one.WaitAsync();
        try
        {
            Interlocked.Increment(ref _lives);
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Starts it anew on the same port, empty.</summary>
    public async Task RestartAsync()
    {
        await _one.WaitAsync();
        try
        {
            _process.Dispose();
            _process = await LaunchAsync(_port);
        }
        finally
        {
            _one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _one.Dispose();
    }

    private async Task TellAsync(string line)
    {
        await _one.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await AnswerAsync(_process);
        }
        finally
        {
            _one.Release();
        }
    }

    private static async Task<Process> LaunchAsync(int port)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [typeof(BrokerProcess).Assembly.Location, BrokerHost.Verb, port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_gcServer"] = "0";
        var process = Process.Start(start)!;
        await AnswerAsync(process);
        return process;
    }

    private static async Task AnswerAsync(Process process)
    {
        if (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) != BrokerHost.Ready)
        {
            throw new InvalidOperationException("The broker's process has ended.");
        }
    }
}
