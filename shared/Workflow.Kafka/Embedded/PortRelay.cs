using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Workflow.Kafka;

/// <summary>Carries the bytes between a fixed port and the one that the embedded broker listens on, where its
/// listener cannot be moved. It costs a tenth of a core with a handful of idle consumers.</summary>
internal sealed class PortRelay : IDisposable
{
    private const int ConnectionsMax = 256;
    private readonly Socket _listener;
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();

    /// <param name="listener">Listens already; owned from here on.</param>
    /// <param name="target">Where the broker listens.</param>
    public PortRelay(Socket listener, IPEndPoint target)
    {
        (_listener, _target) = (listener, target);
        _ = AcceptAsync(_stop.Token);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        foreach (var socket in _open.Keys)
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptAsync(ct);
                if (_open.Count >= ConnectionsMax || !_open.TryAdd(client, true))
                {
                    client.Dispose();
                    continue;
                }

                _ = CarryAsync(client, ct);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer was gone before it was accepted, or this process has no more files to open.
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }
    }

    private async Task CarryAsync(Socket client, CancellationToken ct)
    {
        using var server = new Socket(_target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await server.ConnectAsync(_target, ct);
            client.NoDelay = server.NoDelay = true;
            await Task.WhenAny(CopyAsync(client, server, ct), CopyAsync(server, client, ct));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The broker is down: the client sees its connection cut and tries again.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken ct)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            while (await from.ReceiveAsync(buffer, ct) is var count and > 0)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), ct);
                }
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either end is gone; the caller closes both.
        }
    }
}
