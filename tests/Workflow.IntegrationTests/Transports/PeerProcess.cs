using System.Collections.Concurrent;
using System.Diagnostics;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Transports;

/// <summary>A server that others have made, out of an npm package, as a process of its own.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly Lazy<Task> Installed = new(InstallAsync);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _said = new(0);

    private PeerProcess(Process process) => _process = process;

    private static string Folder => Path.Combine(Built.Root, "tests", "peers");

    /// <summary>What it has written so far.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The official server of the Model Context Protocol that has everything.</summary>
    public static Task<PeerProcess> StartMcpAsync(int port) => StartAsync(
        ["node_modules/@modelcontextprotocol/server-everything/dist/index.js", "streamableHttp"],
        [("PORT", $"{port}")], "listening");

    /// <summary>An agent on the official A2A SDK.</summary>
    /// <param name="sdk">"1.0" or "0.3": which version of the protocol.</param>
    /// <param name="url">Where clients reach it, for its card.</param>
    public static Task<PeerProcess> StartA2aAsync(
        string sdk, int port, string url, params (string Name, string Value)[] settings) => StartAsync(
        [sdk == "1.0" ? "a2a-agent.mjs" : "a2a-agent-before-1.mjs"],
        [("PORT", $"{port}"), ("PUBLIC_URL", url), .. settings], "listening");

    /// <summary>Waits until it has written so many lines with the text.</summary>
    public async Task<string> UntilSaidAsync(string text, int times = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var found = _lines.Where(line => line.Contains(text, StringComparison.Ordinal)).ToList();
            if (found.Count >= times)
            {
                return found[times - 1];
            }

            try
            {
                await _said.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It did not say '{text}' {times} times:\n{string.Join('\n', _lines)}");
            }
        }
    }

    /// <summary>Writes a line to its standard input.</summary>
    public Task TellAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task<PeerProcess> StartAsync(
        string[] words, (string Name, string Value)[] settings, string ready)
    {
        await Installed.Value;
        var peer = new PeerProcess(new Process { StartInfo = StartInfo("node", words) });
        foreach (var (name, value) in settings)
        {
            peer._process.StartInfo.Environment[name] = value;
        }

        peer._process.OutputDataReceived += peer.Keep;
        peer._process.ErrorDataReceived += peer.Keep;
        peer._process.Start();
        peer._process.BeginOutputReadLine();
        peer._process.BeginErrorReadLine();
        await peer.UntilSaidAsync(ready);
        return peer;
    }

    private static async Task InstallAsync()
    {
        using var install = Process.Start(StartInfo("bash", [Path.Combine(Built.Root, "build", "peers.sh")]))!;
        var said = install.StandardError.ReadToEndAsync();
        await install.WaitForExitAsync();
        Assert.True(install.ExitCode == 0, await said);
    }

    private static ProcessStartInfo StartInfo(string program, string[] words) => new(program, words)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            _lines.Enqueue(line.Data);
            _said.Release();
        }
    }
}
