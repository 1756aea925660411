using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class LaneConsumerTests : BrokerTest
{
    [Fact]
    public async Task Own_WhenCalledForAShard_BringsEveryLaneOfItAndOfNoOther()
    {
        var seen = new Recorder();
        var lanes = NewLanes(seen);
        var producer = NewProducer();
        foreach (var topic in Topics.OwnerLanes)
        {
            await producer.SendAsync(topic, 1, Bytes("k"), Bytes("other"));
            await producer.SendAsync(topic, 2, Bytes("k"), Bytes("ours"));
        }

        lanes.Own(2);

        var messages = await seen.Take("message", Topics.OwnerLanes.Count);
        Assert.Equal(Topics.OwnerLanes.Order(), messages.Select(m => m.Message.Topic).Order());
        Assert.All(messages, m => Assert.Equal("ours", m.Text));
    }

    [Fact]
    public async Task R7_Own_WhenAnotherConsumerHadTheShard_GoesOnWhereItStopped()
    {
        var (first, second) = (new Recorder(), new Recorder());
        var (lanes, next) = (NewLanes(first), NewLanes(second));
        var producer = NewProducer();
        lanes.Own(0);
        await producer.SendAsync(Topics.AgentResults, 0, Bytes("k"), Bytes("done"));
        await producer.SendAsync(Topics.AgentResults, 0, Bytes("k"), Bytes("undone"));
        (await first.Take("message", 2))[0].Done();
        // A stop does not wait for what was handed back; the second poll from here has taken it.
        await first.When(() => true);
        await first.When(() => true);
        await lanes.StopAsync();

        next.Own(0);

        Assert.Equal("undone", (await second.Take("message", 1))[0].Text);
    }

    [Fact]
    public async Task Disown_WhenMessagesWereNotDone_EndsTheAssignmentAndTheyComeAgain()
    {
        var seen = new Recorder();
        var lanes = NewLanes(seen);
        var producer = NewProducer();
        lanes.Own(3);
        await producer.SendAsync(Topics.RunSignals, 3, Bytes("k"), Bytes("signal"));
        var old = (await seen.Take("message", 1))[0];

        lanes.Disown(3);
        await seen.When(() => !old.Assignment!.IsCurrent);
        old.Done();
        lanes.Own(3);

        var again = (await seen.Take("message", 1))[0];
        Assert.Equal("signal", again.Text);
        Assert.NotSame(old.Assignment, again.Assignment);
    }

    [Fact]
    public async Task Consumer_WhenTheBrokerWasDown_GoesOnWithoutBeingToldAgain()
    {
        var seen = new Recorder();
        var lanes = NewLanes(seen);
        var producer = NewProducer();
        lanes.Own(1);
        await producer.SendAsync(Topics.CancellationRequests, 1, Bytes("k"), Bytes("before"));
        await seen.Take("message", 1);

        Broker.Down();
        var sending = StoreAsync(producer, "meanwhile");
        Broker.Up();
        await sending;

        Assert.Equal("meanwhile", (await seen.Take("message", 1))[0].Text);
    }

    /// <summary>Sends until the broker has it: what is sent while it is away may be given up.</summary>
    private static async Task StoreAsync(MessageProducer producer, string text)
    {
        while (!(await producer.SendAsync(Topics.CancellationRequests, 1, Bytes("k"), Bytes(text))).Stored)
        {
        }
    }
}
