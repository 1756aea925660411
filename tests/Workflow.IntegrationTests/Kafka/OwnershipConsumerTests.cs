using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class OwnershipConsumerTests : BrokerTest
{
    [Fact]
    public async Task Consumer_WhenMessagesAreSentToAPartition_SeesThemInOrderWithKeyAndHeaders()
    {
        var seen = new Recorder();
        NewOwner(seen);
        var producer = NewProducer();
        await seen.Take("assigned", Shards);

        for (var i = 0; i < 200; i++)
        {
            Assert.True(producer.TrySend(Topics.ExecutionRequests, 2, Bytes("key"), Bytes($"m{i}"),
                new(MessageHeaders.Source, MessageHeaders.SourceApi), new(MessageHeaders.TraceParent, $"t{i}")));
        }

        var messages = await seen.Take("message", 200);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"m{i}"), messages.Select(m => m.Text));
        Assert.All(messages, m => Assert.Equal(2, m.Partition));
        Assert.Equal(Topics.ExecutionRequests, messages[0].Message.Topic);
        Assert.Equal(Bytes("key"), messages[0].Message.Key);
        Assert.Equal(MessageHeaders.SourceApi, messages[7].Message.Header(MessageHeaders.Source));
        Assert.Equal("t7", messages[7].Message.Header(MessageHeaders.TraceParent));
        Assert.Null(messages[7].Message.Header("absent"));
    }

    [Fact]
    public async Task Consumer_WhenASecondJoinsAndLeaves_SeesPartitionsRevokedAndAssignedNeverLost()
    {
        var (first, second) = (new Recorder(), new Recorder());
        NewOwner(first);
        await first.Take("assigned", Shards);

        var other = NewOwner(second);
        var gone = await first.Take("revoked", Shards / 2);
        var come = await second.Take("assigned", Shards / 2);
        Assert.Equal(gone.Select(s => s.Partition).Order(), come.Select(s => s.Partition).Order());

        await other.StopAsync();
        var back = await first.Take("assigned", Shards / 2);
        Assert.Equal(gone.Select(s => s.Partition).Order(), back.Select(s => s.Partition).Order());
        Assert.Equal(Shards / 2, second.Rest().Count(s => s.Kind == "revoked"));
        Assert.DoesNotContain(first.Rest(), s => s.Kind == "lost");
    }

    [Fact]
    public async Task Consumer_WhenTheBrokerIsDownBeyondTheSession_LosesItsPartitionsAndGetsThemBackAsNewAssignments()
    {
        var seen = new Recorder();
        var owner = NewOwner(seen);
        var producer = NewProducer();
        var before = await seen.Take("assigned", Shards);
        await seen.When(() => owner.LastPoll is not null);

        Broker.Down();
        await seen.Take("lost", Shards);
        Assert.All(before, s => Assert.False(s.Assignment!.IsCurrent));
        Assert.Null(owner.LastPoll);

        Broker.Up();
        var after = await seen.Take("assigned", Shards);
        Assert.Empty(after.Select(s => s.Assignment).Intersect(before.Select(s => s.Assignment)));
        Assert.True((await producer.SendAsync(Topics.ExecutionRequests, 1, Bytes("k"), Bytes("again"))).Stored);
        Assert.Equal("again", (await seen.Take("message", 1))[0].Text);
        await seen.When(() => owner.LastPoll is not null);
        Assert.DoesNotContain(seen.Rest(), s => s.Kind == "revoked");
    }

    [Fact]
    public async Task R7_Consumer_WhenRestarted_SeesAgainExactlyWhatWasNotDone()
    {
        var seen = new Recorder();
        var owner = NewOwner(seen);
        var producer = NewProducer();
        await seen.Take("assigned", Shards);
        for (var i = 0; i < 6; i++)
        {
            producer.TrySend(Topics.ExecutionRequests, 0, Bytes("k"), Bytes($"m{i}"));
        }

        var messages = await seen.Take("message", 6);
        messages[1].Done();
        messages[0].Done();
        messages[2].Done();
        messages[5].Done();
        await owner.StopAsync();

        var next = new Recorder();
        NewOwner(next);
        var again = await next.Take("message", 3);
        Assert.Equal(["m3", "m4", "m5"], again.Select(m => m.Text));
    }

    [Fact]
    public async Task R7_Done_WhenThePartitionWasLost_HasNoEffectAndTheMessageComesAgain()
    {
        var seen = new Recorder();
        NewOwner(seen);
        var producer = NewProducer();
        await seen.Take("assigned", Shards);
        await producer.SendAsync(Topics.ExecutionRequests, 3, Bytes("k"), Bytes("undone"));
        var undone = (await seen.Take("message", 1))[0];

        Broker.Down();
        await seen.Take("lost", Shards);
        undone.Done();
        Broker.Up();

        Assert.Equal("undone", (await seen.Take("message", 1))[0].Text);
    }

    [Fact]
    public async Task Revoke_WhenTheFlushFinishesMessages_TheNextOwnerDoesNotSeeThem()
    {
        var (first, second) = (new Recorder(), new Recorder());
        var owner = NewOwner(first, Options with { RevokeFlush = TimeSpan.FromSeconds(15) });
        var producer = NewProducer();
        await first.Take("assigned", Shards);
        await producer.SendAsync(Topics.ExecutionRequests, 0, Bytes("k"), Bytes("flushed"));
        var message = (await first.Take("message", 1))[0];
        var told = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        first.OnRevoked = async partition =>
        {
            if (++told == Shards)
            {
                all.SetResult();
            }

            await all.Task;
            if (partition == 0)
            {
                message.Done();
            }
        };

        await owner.StopAsync();
        NewOwner(second);
        await second.Take("assigned", Shards);
        await producer.SendAsync(Topics.ExecutionRequests, 0, Bytes("k"), Bytes("next"));

        Assert.Equal("next", (await second.Take("message", 1))[0].Text);
    }

    [Fact]
    public async Task Revoke_WhenTheFlushNeverEnds_GivesThePartitionAwayAllTheSame()
    {
        var (first, second) = (new Recorder(), new Recorder());
        first.OnRevoked = _ => new TaskCompletionSource().Task;
        NewOwner(first);
        await first.Take("assigned", Shards);

        NewOwner(second);

        await second.Take("assigned", Shards / 2);
    }

    [Fact]
    public async Task Consumer_WhenItsListenerThrows_GoesOnAndLeavesTheMessageUndone()
    {
        var seen = new Recorder { OnMessage = text => text == "bad" ? throw new InvalidOperationException(text) : 0 };
        var owner = NewOwner(seen);
        var producer = NewProducer();
        await seen.Take("assigned", Shards);
        await producer.SendAsync(Topics.ExecutionRequests, 0, Bytes("k"), Bytes("bad"));
        await producer.SendAsync(Topics.ExecutionRequests, 0, Bytes("k"), Bytes("good"));
        (await seen.Take("message", 1))[0].Done();
        await owner.StopAsync();

        var next = new Recorder();
        NewOwner(next);
        Assert.Equal(["bad", "good"], (await next.Take("message", 2)).Select(m => m.Text));
    }

    [Fact]
    public async Task Dispose_WhenTheBrokerIsDown_Returns()
    {
        var seen = new Recorder();
        var owner = NewOwner(seen);
        await seen.Take("assigned", Shards);
        Broker.Down();

        await Task.Run(owner.Dispose).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
