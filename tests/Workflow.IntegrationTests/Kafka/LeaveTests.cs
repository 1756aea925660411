using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

public sealed class LeaveTests : BrokerTest
{
    [Fact]
    public async Task Leave_WhenThereIsAnother_GivesItEverythingUntilJoinAndLosesNothing()
    {
        var (first, second) = (new Recorder(), new Recorder());
        var owner = NewOwner(first);
        await first.Take("assigned", Shards);
        var other = NewOwner(second);
        await second.Take("assigned", Shards / 2);
        await first.Take("revoked", Shards / 2);

        owner.Leave();
        await first.Take("revoked", Shards / 2);
        await first.When(() => owner.IsOut);
        Assert.Null(owner.LastPoll);
        await second.Take("assigned", Shards / 2);
        Assert.False(other.IsOut);
        Assert.True((await NewProducer().SendAsync(Topics.ExecutionRequests, 0, Bytes("k"), Bytes("m"))).Stored);
        Assert.Equal("m", (await second.Take("message", 1))[0].Text);

        owner.Join();
        await first.Take("assigned", Shards / 2);
        Assert.False(owner.IsOut);
        await first.When(() => owner.LastPoll is not null);
        Assert.DoesNotContain(first.Rest().Concat(second.Rest()), seen => seen.Kind == "lost");
    }

    [Fact]
    public async Task Leave_WhenTheBrokerIsDown_IsOutOnceTheSessionIsLost()
    {
        var seen = new Recorder();
        var owner = NewOwner(seen);
        await seen.Take("assigned", Shards);

        Broker.Down();
        owner.Leave();

        await seen.When(() => owner.IsOut);
        Assert.Null(owner.LastPoll);
    }
}
