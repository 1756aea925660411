using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class GroupConsumerTests : BrokerTest
{
    [Fact]
    public async Task Members_WhenTheyShareATopic_SeeEachMessageOnce()
    {
        var (first, second) = (new Recorder(), new Recorder());
        NewMember(first);
        NewMember(second);
        var producer = NewProducer();
        for (var i = 0; i < Shards; i++)
        {
            await producer.SendAsync(Topics.AgentTasks, i, Bytes("k"), Bytes("probe"));
        }

        // Nobody finishes the probes: once both members have some, each has its partitions for good.
        await first.Next("message");
        await second.Next("message");
        for (var i = 0; i < 40; i++)
        {
            await producer.SendAsync(Topics.AgentTasks, i % Shards, Bytes($"k{i}"), Bytes($"m{i}"));
        }

        var seen = new HashSet<string>();
        foreach (var member in new[] { first, second })
        {
            for (var i = 0; i < 20; i++)
            {
                var message = await member.Until(one => one.Text != "probe");
                Assert.True(seen.Add(message.Text));
                message.Done();
            }
        }
    }

    [Fact]
    public async Task R7_Member_WhenItLeavesWithUndoneMessages_TheNextSeesThem()
    {
        var (first, second) = (new Recorder(), new Recorder());
        var member = NewMember(first);
        var producer = NewProducer();
        await producer.SendAsync(Topics.AgentTasks, 0, Bytes("k"), Bytes("done"));
        await producer.SendAsync(Topics.AgentTasks, 0, Bytes("k"), Bytes("undone"));
        (await first.Take("message", 2))[0].Done();
        await member.StopAsync();

        NewMember(second);

        Assert.Equal("undone", (await second.Take("message", 1))[0].Text);
    }

    [Fact]
    public async Task R9_Member_WhenTooMuchIsOpen_TakesNoMoreUntilHalfOfItIsDone()
    {
        var held = new Held();
        var member = Start(new GroupConsumer(
            Options, Topics.AgentTasks, Options.BridgeGroupId, held, NullLogger.Instance, openMax: 4));
        var producer = NewProducer();
        for (var i = 0; i < 40; i++)
        {
            await producer.SendAsync(Topics.AgentTasks, i % Shards, Bytes("k"), Bytes($"m{i}"));
        }

        member.Start();
        for (var i = 0; i < 40; i++)
        {
            (await held.Arrived.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60))).Invoke();
        }

        Assert.InRange(held.OpenMost, 1, 4);
    }

    /// <summary>Counts what is open at once.</summary>
    private sealed class Held : IMessageEvents
    {
        private int _open;

        public Channel<Action> Arrived { get; } = Channel.CreateUnbounded<Action>();

        public int OpenMost { get; private set; }

        public void Message(Assignment assignment, in ReceivedMessage message)
        {
            OpenMost = Math.Max(OpenMost, Interlocked.Increment(ref _open));
            var offset = message.Offset;
            Arrived.Writer.TryWrite(() =>
            {
                Interlocked.Decrement(ref _open);
                assignment.Done(offset);
            });
        }
    }

    private GroupConsumer NewMember(Recorder seen)
    {
        var member = Start(
            new GroupConsumer(Options, Topics.AgentTasks, Options.BridgeGroupId, seen, NullLogger.Instance));
        member.Start();
        return member;
    }
}
