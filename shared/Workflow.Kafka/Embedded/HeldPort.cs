using System.Net;
using System.Net.Sockets;

namespace Workflow.Kafka;

/// <summary>Keeps the system from giving a port to those who ask for any one, while nobody listens there. Whoever asks
/// for it by its number gets it, and connections are refused meanwhile.</summary>
/// <remarks>The socket is bound and does not listen. On Linux both sides set SO_REUSEADDR for that, as .NET and
/// librdkafka do.</remarks>
internal sealed class HeldPort : IDisposable
{
    private readonly Socket _bound = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    /// <exception cref="EmbeddedBrokerException">Somebody else has it.</exception>
    public HeldPort(IPEndPoint address)
    {
        try
        {
            _bound.Bind(address);
        }
        catch (SocketException e)
        {
            _bound.Dispose();
            throw new EmbeddedBrokerException(
                $"Port {address.Port} of {address.Address} was taken by another process.", e);
        }
    }

    public void Dispose() => _bound.Dispose();
}
