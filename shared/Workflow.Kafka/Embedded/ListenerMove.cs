using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Workflow.Kafka;

/// <summary>Puts a listener on a port of our choice in the place of one that a library in this process opened on any
/// free port and whose port cannot be chosen. Linux only.</summary>
/// <remarks>The library goes on using its file descriptor, which from then on is our socket.</remarks>
internal static partial class ListenerMove
{
    private const int CloseOnExec = 0x80000;
    private const ushort Inet = 2;
    private const int SocketLevel = 1;
    private const int AcceptsConnections = 30;

    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <param name="from">Where the library listens.</param>
    /// <param name="listener">Listens already; closed here.</param>
    /// <returns>The library's own socket: whoever keeps it keeps its port from being another's meanwhile.</returns>
    /// <exception cref="EmbeddedBrokerException">The library's socket was not found.</exception>
    public static Socket Move(IPEndPoint from, Socket listener)
    {
        using (listener)
        {
            // A connection may be waiting at the old listener: whoever was told of it must not wait for one at ours.
            listener.Blocking = false;
            var place = Descriptors().FirstOrDefault(fd => IsBoundTo(fd, from) && Listens(fd), -1);
            var old = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            if (place < 0 || !Put(place, (int)old.Handle) || !Put((int)listener.Handle, place))
            {
                old.Dispose();
                throw new EmbeddedBrokerException($"The embedded broker's listener on {from} could not be moved.");
            }

            return old;
        }
    }

    /// <summary>Makes a descriptor mean what another one means.</summary>
    private static bool Put(int what, int where) => dup3(what, where, CloseOnExec) == where;

    private static IEnumerable<int> Descriptors() =>
        Directory.EnumerateFileSystemEntries("/proc/self/fd")
            .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
            .ToList();

    private static unsafe bool IsBoundTo(int descriptor, IPEndPoint address)
    {
        // struct sockaddr_in: family in host order, then port and address in network order.
        var name = stackalloc byte[32];
        var length = 32;
        return getsockname(descriptor, name, &length) == 0
            && *(ushort*)name == Inet
            && BinaryPrimitives.ReadUInt16BigEndian(new ReadOnlySpan<byte>(name + 2, 2)) == address.Port
            && new ReadOnlySpan<byte>(name + 4, 4).SequenceEqual(address.Address.GetAddressBytes());
    }

    /// <summary>False for a connection, which is bound to the same address.</summary>
    private static unsafe bool Listens(int descriptor)
    {
        var (value, length) = (0, sizeof(int));
        return getsockopt(descriptor, SocketLevel, AcceptsConnections, &value, &length) == 0 && value != 0;
    }

    [LibraryImport("libc")]
    private static unsafe partial int getsockopt(int descriptor, int level, int option, int* value, int* length);

    [LibraryImport("libc")]
    private static unsafe partial int getsockname(int descriptor, byte* name, int* length);

    [LibraryImport("libc")]
    private static partial int dup3(int from, int to, int flags);
}
