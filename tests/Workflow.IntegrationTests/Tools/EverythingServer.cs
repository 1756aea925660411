using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Transports;

namespace Workflow.IntegrationTests.Tools;

/// <summary>The MCP project's own reference server at one address, as often as it is started.</summary>
internal sealed class EverythingServer : IAsyncDisposable
{
    private readonly int _port = Ports.Free();
    private PeerProcess? _peer;

    /// <summary>Its program, for <c>node</c>; there once a server has been started.</summary>
    public static string Program => Path.Combine(
        Built.Root, "tests", "peers", "node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js");

    public string Url => $"http://127.0.0.1:{_port}/mcp";

    public async Task StartAsync() => _peer = await PeerProcess.StartMcpAsync(_port);

    public async Task StopAsync()
    {
        await (_peer?.DisposeAsync() ?? ValueTask.CompletedTask);
        _peer = null;
    }

    /// <summary>Sessions that clients have opened since it was started, one at least.</summary>
    public async Task<int> SessionsAsync()
    {
        await _peer!.UntilSaidAsync("Session initialized");
        return _peer.Lines.Count(line => line.StartsWith("Session initialized", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await StopAsync();
}
