using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Workflow.Tests.Shared;

/// <summary>Ports for servers that must keep theirs when they are replaced.</summary>
internal static class Ports
{
    /// <summary>Below the range from which the system takes ports for connections: one of those could take ours
    /// between two servers. See net.ipv4.ip_local_port_range.</summary>
    private const int First = 20_000;
    private const int Last = 32_000;

    /// <summary>UDP sockets with the numbers that were given, held to the end: other processes of tests leave a port
    /// alone also while its server is away.</summary>
    private static readonly ConcurrentBag<Socket> Claims = [];

    private static int _next = First + (Environment.ProcessId * 101 % (Last - First));

    /// <summary>A port where nobody listens; each is given once, whichever process asks.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) % (Last - First));
            var claim = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                claim.Bind(new IPEndPoint(IPAddress.Loopback, port));
                using var probe = new TcpListener(IPAddress.Loopback, port);
                probe.Start();
                Claims.Add(claim);
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
                claim.Dispose();
            }
        }
    }
}
