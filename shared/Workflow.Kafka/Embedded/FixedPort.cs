using System.Net;
using System.Net.Sockets;

namespace Workflow.Kafka;

/// <summary>A port of our choice for the embedded broker, which opens any free one itself. Clients must find it where
/// it was when it is started anew: a group whose coordinator keeps its number but changes its port is not found
/// again.</summary>
internal sealed class FixedPort : IDisposable
{
    private readonly int _port;
    private readonly IPEndPoint _origin;
    private readonly PortRelay? _relay;
    private Socket? _listener;
    private Socket? _reserved;

    /// <param name="origin">What the broker opened, without any connection yet.</param>
    /// <exception cref="EmbeddedBrokerException">The port cannot be had.</exception>
    public FixedPort(int port, IPEndPoint origin, bool relay)
    {
        (_port, _origin) = (port, origin);
        _listener = Listen();
        if (relay || !ListenerMove.IsSupported)
        {
            (_relay, _listener) = (new PortRelay(_listener, origin), null);
        }
    }

    /// <summary>The broker listens on its own port again: moves it here. The port is kept for the next time, since the
    /// library ends the process when it cannot have it again.</summary>
    public void Take()
    {
        if (_relay is null && _reserved is null)
        {
            _reserved = ListenerMove.Move(_origin, _listener ?? Listen());
            _listener = null;
        }
    }

    /// <summary>The broker is about to open its own port again.</summary>
    public void GiveUp()
    {
        _reserved?.Dispose();
        _reserved = null;
    }

    public void Dispose()
    {
        _relay?.Dispose();
        _listener?.Dispose();
        _reserved?.Dispose();
    }

    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, _port));
            socket.Listen(128);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new EmbeddedBrokerException(
                $"Port {_port} of 127.0.0.1 cannot be opened ({e.SocketErrorCode}); "
                + "end what uses it or choose another port.", e);
        }
    }
}
