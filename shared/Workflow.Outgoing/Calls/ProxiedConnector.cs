using System.Net;
using System.Net.Sockets;

namespace Workflow.Outgoing.Calls;

/// <summary>Keeps the rules where a proxy opens the connections: what a host resolves to here is checked before the
/// proxy is asked. The last word has the proxy, since it asks for the name itself.</summary>
internal sealed class ProxiedConnector(DestinationRules rules, ResolveHost resolve, OutgoingProxy? proxy)
{
    private readonly GuardedConnector _guarded = new(rules, resolve);

    /// <summary>Fits <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="DestinationDeniedException">None of the host's addresses may be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        if (ProxyOf(context.InitialRequestMessage.RequestUri) is not { } through
            || through.Host != context.DnsEndPoint.Host || through.Port != context.DnsEndPoint.Port)
        {
            return await _guarded.ConnectAsync(context, ct);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>To be called for every request: a connection to a proxy carries requests to many hosts.</summary>
    /// <exception cref="DestinationDeniedException">The proxy would be asked for a host that must not be
    /// reached.</exception>
    public async ValueTask CheckAsync(Uri target, CancellationToken ct)
    {
        if (ProxyOf(target) is null)
        {
            return;
        }

        var host = target.DnsSafeHost;
        IPAddress[] found;
        try
        {
            found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, ct);
        }
        catch (SocketException)
        {
            // Known to the proxy alone.
            return;
        }

        if (found.Length > 0 && !Array.Exists(found, address => rules.Allows(host, address)))
        {
            throw new DestinationDeniedException(host, found);
        }
    }

    private Uri? ProxyOf(Uri? target) => target is null ? null : proxy?.GetProxy(target);
}
