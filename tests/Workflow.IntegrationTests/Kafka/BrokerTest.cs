using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Kafka;

namespace Workflow.IntegrationTests.Kafka;

/// <summary>One embedded broker per test, and what was started on it, ended in reverse.</summary>
public abstract class BrokerTest : IDisposable
{
    private readonly Stack<IDisposable> _started = new();

    protected const int Shards = 4;

    protected BrokerTest() => Broker = Start(EmbeddedBroker.Start(new EmbeddedBrokerOptions { Partitions = Shards }));

    protected EmbeddedBroker Broker { get; }

    /// <summary>The session is longer than the default, which ends on a machine that is very busy; a rebalance waits
    /// about as long.</summary>
    protected KafkaOptions Options => KafkaOptions.Local with
    {
        BootstrapServers = Broker.BootstrapServers,
        Partitions = Shards,
        CommitInterval = TimeSpan.FromMilliseconds(100),
        SessionTimeout = TimeSpan.FromSeconds(6),
        DeliveryTimeout = TimeSpan.FromSeconds(60),
    };

    protected T Start<T>(T started)
        where T : IDisposable
    {
        _started.Push(started);
        return started;
    }

    protected MessageProducer NewProducer(Action<DeliveryFailure>? onFailure = null) =>
        Start(new MessageProducer(Options, NullLogger.Instance, onFailure));

    protected OwnershipConsumer NewOwner(IPartitionEvents events, KafkaOptions? options = null)
    {
        var owner = Start(new OwnershipConsumer(options ?? Options, events, TimeProvider.System, NullLogger.Instance));
        owner.Start();
        return owner;
    }

    protected LaneConsumer NewLanes(IMessageEvents events)
    {
        var lanes = Start(new LaneConsumer(Options, events, NullLogger.Instance));
        lanes.Start();
        return lanes;
    }

    protected static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public void Dispose()
    {
        while (_started.TryPop(out var started))
        {
            started.Dispose();
        }

        GC.SuppressFinalize(this);
    }
}
