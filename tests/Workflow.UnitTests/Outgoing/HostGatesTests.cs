using Workflow.Outgoing.Calls;
using Xunit;

namespace Workflow.UnitTests.Outgoing;

public class HostGatesTests
{
    [Fact]
    public async Task Enter_WhenAHostIsFull_WaitsForAPlaceOfThatHostOnly()
    {
        var gates = new HostGates(1, 1);
        var first = await gates.EnterAsync("a:80", default);
        var second = gates.EnterAsync("a:80", default).AsTask();
        var other = await gates.EnterAsync("b:80", default);

        Assert.False(second.IsCompleted);
        await Assert.ThrowsAsync<HostBusyException>(async () => await gates.EnterAsync("a:80", default));
        first.Dispose();
        first.Dispose();
        (await second).Dispose();
        other.Dispose();
        Assert.Equal(0, gates.Count);
    }

    [Fact]
    public async Task Enter_WhenTheWaitIsBrokenOff_LeavesNothingBehind()
    {
        var gates = new HostGates(1, 5);
        using var stop = new CancellationTokenSource();
        var first = await gates.EnterAsync("a:80", default);
        var second = gates.EnterAsync("a:80", stop.Token).AsTask();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();
        Assert.Equal(0, gates.Count);
        (await gates.EnterAsync("a:80", default)).Dispose();
    }
}
