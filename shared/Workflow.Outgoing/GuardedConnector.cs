using System.Net;
using System.Net.Sockets;

namespace Workflow.Outgoing;

/// <summary>Gives the addresses of a host.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken ct);

/// <summary>Opens connections to hosts that users choose. The address that was checked is the one that is connected to:
/// a name that resolves differently a moment later changes nothing.</summary>
public sealed class GuardedConnector(DestinationRules rules, ResolveHost resolve)
{
    public static readonly ResolveHost SystemResolver = Dns.GetHostAddressesAsync;

    /// <summary>Fits <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="DestinationDeniedException">None of the host's addresses may be reached.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, ct);
        var allowed = Array.FindAll(found, address => rules.Allows(host, address));
        if (allowed.Length == 0)
        {
            throw found.Length == 0
                ? new SocketException((int)SocketError.HostNotFound)
                : new DestinationDeniedException(host, found);
        }

        return await OpenAsync(allowed, port, ct);
    }

    private static async Task<NetworkStream> OpenAsync(IPAddress[] addresses, int port, CancellationToken ct)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(addresses[i], port), ct);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
}
