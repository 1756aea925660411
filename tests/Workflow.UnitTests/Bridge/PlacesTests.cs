using Workflow.Bridge.Calls;
using Workflow.Hosting;
using Xunit;

namespace Workflow.UnitTests.Bridge;

/// <summary>Places at agents, remembered results, work in memory, pauses.</summary>
public sealed class PlacesTests
{
    [Fact]
    public async Task EnterAsync_WhenAnAgentIsFull_LetsOthersPass()
    {
        var gates = new AgentGates(callsMax: 2, perAgentMax: 1, perAgentOwn: 0);
        var place = await gates.EnterAsync("slow", null, CancellationToken.None);

        var waiting = gates.EnterAsync("slow", null, CancellationToken.None);
        var other = gates.EnterAsync("fast", null, CancellationToken.None);

        Assert.False(waiting.IsCompleted);
        (await other).Dispose();
        place.Dispose();
        (await waiting).Dispose();
        Assert.Equal(0, gates.Agents);
    }

    [Fact]
    public async Task EnterAsync_WhenAllPlacesAreTaken_Waits()
    {
        var gates = new AgentGates(callsMax: 1, perAgentMax: 1, perAgentOwn: 0);
        var place = await gates.EnterAsync("one", null, CancellationToken.None);

        var waiting = gates.EnterAsync("two", null, CancellationToken.None);

        Assert.False(waiting.IsCompleted);
        place.Dispose();
        (await waiting).Dispose();
    }

    [Fact]
    public async Task EnterAsync_WhenOthersHaveTakenAllPlaces_StillHasTheAgentsOwn()
    {
        var gates = new AgentGates(callsMax: 1, perAgentMax: 3, perAgentOwn: 1);
        var own = await gates.EnterAsync("hung", null, CancellationToken.None);
        using var common = await gates.EnterAsync("hung", null, CancellationToken.None);
        var waiting = gates.EnterAsync("hung", null, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        using var fast = await gates.EnterAsync("fast", null, CancellationToken.None);
        var second = gates.EnterAsync("fast", null, CancellationToken.None);

        Assert.False(second.IsCompleted);
        common.Dispose();
        await Task.WhenAny(waiting, second);
        own.Dispose();
        Assert.Equal(2, gates.Agents);
    }

    [Fact]
    public async Task EnterAsync_WhenCancelledWhileWaiting_TakesNoPlace()
    {
        var gates = new AgentGates(callsMax: 1, perAgentMax: 1, perAgentOwn: 0);
        var place = await gates.EnterAsync("one", null, CancellationToken.None);
        using var cancel = new CancellationTokenSource();
        Task<IDisposable>[] waiting =
            [gates.EnterAsync("one", null, cancel.Token), gates.EnterAsync("two", null, cancel.Token)];

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[0]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[1]);
        place.Dispose();
        (await gates.EnterAsync("one", null, CancellationToken.None)).Dispose();
        (await gates.EnterAsync("two", null, CancellationToken.None)).Dispose();
        Assert.Equal(0, gates.Agents);
    }

    [Fact]
    public async Task EnterAsync_WhenTheAgentWantsFewCalls_KeepsToItAndToAChangeOfIt()
    {
        var gates = new AgentGates(callsMax: 10, perAgentMax: 3, perAgentOwn: 0);
        var first = await gates.EnterAsync("picky", 1, CancellationToken.None);
        var second = gates.EnterAsync("picky", 1, CancellationToken.None);
        Assert.False(second.IsCompleted);

        var third = gates.EnterAsync("picky", 2, CancellationToken.None);
        await second;
        Assert.False(third.IsCompleted);
        var fourth = gates.EnterAsync("picky", 9, CancellationToken.None);
        var fifth = gates.EnterAsync("picky", 9, CancellationToken.None);
        await third;
        Assert.False(fourth.IsCompleted);

        first.Dispose();
        await fourth;
        Assert.False(fifth.IsCompleted);
    }

    [Theory]
    [InlineData(2, 1000)]
    [InlineData(100, 20)]
    public void Remember_WhenThereIsNoRoom_ForgetsTheLeastRecentlyUsed(int countMax, long bytesMax)
    {
        var finished = new FinishedCalls(countMax, bytesMax);
        var (first, second, third) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        finished.Remember(first, new byte[10]);
        finished.Remember(second, new byte[10]);
        finished.Find(first);

        finished.Remember(third, new byte[10]);

        Assert.NotNull(finished.Find(first));
        Assert.Null(finished.Find(second));
        Assert.NotNull(finished.Find(third));
    }

    [Fact]
    public void Remember_WhenAResultIsTooLargeOrNoneMayBeKept_KeepsNone()
    {
        var id = Guid.NewGuid();
        var small = new FinishedCalls(10, bytesMax: 5);
        var none = new FinishedCalls(0, bytesMax: 5);

        small.Remember(id, new byte[6]);
        none.Remember(id, new byte[1]);

        Assert.Null(small.Find(id));
        Assert.Null(none.Find(id));
    }

    [Fact]
    public void TryTake_WhenStopped_TakesNothing()
    {
        var work = TestReceipts.Work();

        Assert.True(work.TryTake(1));
        work.Stop();

        Assert.False(work.TryTake(1));
        Assert.Equal(1, work.Tasks);
    }

    [Fact]
    public async Task TryTake_WhenFull_GoesOnAsSoonAsThereIsRoom()
    {
        var work = TestReceipts.Work(tasksMax: 1);
        work.TryTake(1);

        var taking = Task.Run(() => work.TryTake(1));
        work.Release(1);

        Assert.True(await taking);
        Assert.Equal(1, work.Tasks);
    }

    [Fact]
    public void Next_WhenAskedAgainAndAgain_DoublesUpToTheLongest()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(0, 5).Select(_ => backoff.Next().TotalSeconds));
        backoff.Reset();
        Assert.Equal(1, backoff.Next().TotalSeconds);
    }
}
