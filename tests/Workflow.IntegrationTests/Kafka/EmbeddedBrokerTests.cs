using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class EmbeddedBrokerTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Start_WhenAPortIsGiven_IsFoundThereByEveryClient(bool relay)
    {
        var port = Ports.Free();
        using var broker = EmbeddedBroker.Start(
            new EmbeddedBrokerOptions { Port = port, Partitions = 3, Relay = relay });
        Assert.Equal($"127.0.0.1:{port}", broker.BootstrapServers);
        var options = OptionsOf(broker);

        var setup = await TopicSetup.EnsureAsync(options, 3);
        using var producer = new MessageProducer(options, NullLogger.Instance);
        var delivery = await producer.SendAsync(Topics.ExecutionRequests, 2, [1], [2]);

        Assert.Equal(new TopicSetupResult(TopicSetupOutcome.Ready, 3, null), setup);
        Assert.Equal(new Delivery(true, 2, 0, null), delivery);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Up_WhenTheBrokerWasDown_IsFoundOnItsPortAgain(bool relay)
    {
        using var broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Port = Ports.Free(), Relay = relay });
        var options = OptionsOf(broker);
        using var producer = new MessageProducer(options, NullLogger.Instance);
        for (var i = 0; i < 3; i++)
        {
            broker.Down();
            var delivery = producer.SendAsync(Topics.RunEvents, 0, [1], [1]);
            broker.Up();
            Assert.True((await delivery).Stored);
        }
    }

    [Fact]
    public void HeldPort_WhileNobodyListens_IsLeftToWhoeverAsksForIt()
    {
        var address = new IPEndPoint(IPAddress.Loopback, Ports.Free());
        using (new HeldPort(address))
        {
            Assert.Equal(SocketError.ConnectionRefused, Connect());
            Assert.Equal(SocketError.AddressAlreadyInUse, BindAlone());
            using var listener = new TcpListener(address);
            listener.Start();
            Assert.Equal(SocketError.Success, Connect());
        }

        SocketError Connect()
        {
            using var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
            return ErrorOf(() => client.Connect(address));
        }

        // As a connection that the system finds a port for, it shares none: .NET sets SO_REUSEADDR where TCP is named.
        SocketError BindAlone()
        {
            using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
            return ErrorOf(() => other.Bind(address));
        }

        static SocketError ErrorOf(Action act) =>
            Record.Exception(act) is SocketException error ? error.SocketErrorCode : SocketError.Success;
    }

    [Fact]
    public void Start_WhenThePortIsTaken_SaysWhichAndWhatToDo()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var refused = Assert.Throws<EmbeddedBrokerException>(
            () => EmbeddedBroker.Start(new EmbeddedBrokerOptions { Port = port }));

        Assert.Contains($"Port {port}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("another port", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clients_WhenTheBrokerIsStartedAnewOnItsPort_GoOnWithItsEmptyLogs(bool relay)
    {
        var port = Ports.Free();
        var first = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Port = port, Partitions = 2, Relay = relay });
        var options = OptionsOf(first);
        var (seen, lane) = (new Recorder(), new Recorder());
        using var owner = new OwnershipConsumer(options, seen, TimeProvider.System, NullLogger.Instance);
        using var lanes = new LaneConsumer(options, lane, NullLogger.Instance);
        using var producer = new MessageProducer(options, NullLogger.Instance);
        owner.Start();
        lanes.Start();
        lanes.Own(1);
        for (var i = 0; i < 5; i++)
        {
            producer.TrySend(Topics.ExecutionRequests, 1, [1], [1]);
            producer.TrySend(Topics.RunSignals, 1, [1], [1]);
        }

        (await seen.Take("message", 5)).ForEach(m => m.Done());
        var old = await lane.Take("message", 5);
        old.ForEach(m => m.Done());

        first.Dispose();
        using var second = EmbeddedBroker.Start(
            new EmbeddedBrokerOptions { Port = port, Partitions = 2, Relay = relay });
        while (!(await producer.SendAsync(Topics.ExecutionRequests, 1, [1], [2])).Stored
            || !(await producer.SendAsync(Topics.RunSignals, 1, [1], [2])).Stored)
        {
        }

        // The group is new too: a message that was read before that was known comes again.
        await seen.Until(s => s.Kind == "message" && s.Message.Value![0] == 2 && s.Assignment!.IsCurrent);
        var signal = await lane.Until(s => s.Kind == "message" && s.Message.Value![0] == 2);
        Assert.True(signal.Message.Offset < old[^1].Message.Offset);
        Assert.NotSame(old[0].Assignment, signal.Assignment);
        Assert.True(old[0].Assignment!.IsCurrent);
    }

    /// <summary>The library from the package waits each fetch out, and has a short wait for that.</summary>
    [Fact]
    public async Task Fetches_WhenMessagesCome_AreAnsweredBeforeTheyHaveWaited()
    {
        const int messages = 50;
        using var broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Partitions = 2 });
        var options = OptionsOf(broker);
        options = EmbeddedBroker.Wakes ? options with { FetchWait = TimeSpan.FromSeconds(10) } : options;
        var (lane, events) = (new Recorder(), new Recorder());
        using var lanes = new LaneConsumer(options, lane, NullLogger.Instance);
        using var broadcast = new BroadcastConsumer(
            options, [Topics.RunEvents], events, TimeProvider.System, NullLogger.Instance);
        using var producer = new MessageProducer(options, NullLogger.Instance);
        lanes.Start();
        lanes.Own(1);
        broadcast.Start();
        await broadcast.Ready;

        // Waited out, they would take a thousand seconds.
        await OneByOneAsync().WaitAsync(TimeSpan.FromMinutes(4));

        async Task OneByOneAsync()
        {
            for (var i = 0; i < messages; i++)
            {
                producer.TrySend(Topics.RunSignals, 1, [1], [1]);
                await lane.Next("message");
                producer.TrySend(Topics.RunEvents, i % 2, [1], [1]);
                await events.Next("message");
            }
        }
    }

    [Fact]
    public async Task FailNext_WhenAProduceIsRefusedOnce_TheProducerTriesAgain()
    {
        using var broker = EmbeddedBroker.Start();
        var options = OptionsOf(broker);
        using var producer = new MessageProducer(options, NullLogger.Instance);
        const int notEnoughReplicas = 19;
        broker.FailNext(apiKey: 0, notEnoughReplicas);

        Assert.True((await producer.SendAsync(Topics.RunEvents, 0, [1], [1])).Stored);
    }

    private static KafkaOptions OptionsOf(EmbeddedBroker broker) => KafkaOptions.Local with
    {
        BootstrapServers = broker.BootstrapServers,
        DeliveryTimeout = TimeSpan.FromSeconds(60),
    };
}
