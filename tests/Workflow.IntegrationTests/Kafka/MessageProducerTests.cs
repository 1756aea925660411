using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class MessageProducerTests : BrokerTest
{
    [Fact]
    public async Task TrySend_WhenNoPartitionIsGiven_ChoosesTheShardOfTheKey()
    {
        var producer = NewProducer();
        for (var i = 0; i < 20; i++)
        {
            var run = Guid.CreateVersion7();
            var delivery = await producer.SendAsync(Topics.ExecutionRequests, null, Bytes(run.ToString()), [1]);
            Assert.Equal(Sharding.ShardOf(run, Shards), delivery.Partition);
        }
    }

    [Fact]
    public void R9_TrySend_WhenTheQueueIsFull_RefusesAtOnceAndCountsIt()
    {
        Broker.Down();
        var failures = new ConcurrentQueue<DeliveryFailure>();
        var options = Options with { SendQueueMax = 100, CloseWait = TimeSpan.Zero };
        var producer = Start(new MessageProducer(options, NullLogger.Instance, failures.Enqueue));

        var accepted = Enumerable.Range(0, 150).Count(_ => producer.TrySend(Topics.RunEvents, 0, Bytes("key"), [1]));

        Assert.Equal(100, accepted);
        Assert.Equal(50, producer.Failed);
        Assert.Equal(50, failures.Count);
        Assert.True(failures.TryPeek(out var failure));
        Assert.Equal((Topics.RunEvents, "key"), (failure.Topic, System.Text.Encoding.UTF8.GetString(failure.Key!)));
    }

    [Fact]
    public async Task SendAsync_WhenTheBrokerStaysDown_EndsNotStoredWithTheReason()
    {
        Broker.Down();
        var failures = new ConcurrentQueue<DeliveryFailure>();
        var options = Options with { DeliveryTimeout = TimeSpan.FromMilliseconds(300) };
        var producer = Start(new MessageProducer(options, NullLogger.Instance, failures.Enqueue));

        var delivery = await producer.SendAsync(Topics.DeadLetter, 0, [1], [2]);

        Assert.False(delivery.Stored);
        Assert.NotNull(delivery.Reason);
        Assert.Equal(1, producer.Failed);
        Assert.Single(failures);
    }

    [Fact]
    public void TrySend_WhenTheBodyIsTooLarge_IsRefused()
    {
        var producer = NewProducer();
        Assert.False(producer.TrySend(Topics.RunEvents, 0, [1], new byte[2_000_000]));
        Assert.Equal(1, producer.Failed);
    }

    [Fact]
    public async Task Dispose_WhenTheBrokerIsDown_EndsWhatIsAwaited()
    {
        Broker.Down();
        var options = Options with
        {
            CloseWait = TimeSpan.FromMilliseconds(100),
            DeliveryTimeout = TimeSpan.FromMinutes(5),
        };
        var producer = new MessageProducer(options, NullLogger.Instance);
        var awaited = producer.SendAsync(Topics.DeadLetter, 0, [1], [2]);

        await Task.Run(producer.Dispose).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.False((await awaited.WaitAsync(TimeSpan.FromSeconds(60))).Stored);
        Assert.False(producer.TrySend(Topics.DeadLetter, 0, [1], [2]));
    }
}
