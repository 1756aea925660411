using System.Net;
using System.Net.Sockets;

namespace Workflow.Kafka;

/// <summary>Keeps the broker's thread awake while it is told things: it may sleep through a command that comes just
/// as it takes the one before, for up to a second. A connection to its listener wakes it.</summary>
internal sealed class Nudge : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(10);
    private readonly ITimer _timer;

    public Nudge(IPEndPoint listener) => _timer = TimeProvider.System.CreateTimer(
        _ => Touch(listener), null, Every, Every);

    public void Dispose() => _timer.Dispose();

    private static void Touch(IPEndPoint listener)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Blocking = false;
            socket.Connect(listener);
        }
        catch (SocketException)
        {
            // Connecting goes on in the background, or nothing listens: the command then takes its second.
        }
    }
}
