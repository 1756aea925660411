using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class BroadcastConsumerTests : BrokerTest
{
    [Fact]
    public async Task Consumers_WhenTheyAreReady_AllSeeWhatIsSentAndNothingOlder()
    {
        var producer = NewProducer();
        await producer.SendAsync(Topics.RunEvents, 0, Bytes("k"), Bytes("old"));
        var (first, second) = (new Recorder(), new Recorder());
        await NewBroadcast(first).Ready;
        await NewBroadcast(second).Ready;

        for (var i = 0; i < Shards; i++)
        {
            await producer.SendAsync(Topics.RunEvents, i, Bytes("k"), Bytes($"m{i}"));
        }

        foreach (var seen in new[] { first, second })
        {
            var messages = await seen.Take("message", Shards);
            Assert.Equal(["m0", "m1", "m2", "m3"], messages.Select(m => m.Text).Order());
        }
    }

    [Fact]
    public async Task Consumer_WhenTheBrokerIsDownAtItsStart_IsReadyOnceItIsUp()
    {
        Broker.Down();
        var seen = new Recorder();
        var consumer = NewBroadcast(seen);
        await seen.When(() => true);
        Assert.False(consumer.Ready.IsCompleted);

        Broker.Up();
        await consumer.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        await NewProducer().SendAsync(Topics.RunEvents, 1, Bytes("k"), Bytes("m"));

        Assert.Equal("m", (await seen.Take("message", 1))[0].Text);
    }

    private BroadcastConsumer NewBroadcast(Recorder seen)
    {
        var consumer = Start(
            new BroadcastConsumer(Options, [Topics.RunEvents], seen, TimeProvider.System, NullLogger.Instance));
        consumer.Start();
        return consumer;
    }
}
