using Workflow.Execution.Ownership;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Simulation;

public sealed class HoldTableTests
{
    private readonly HoldTable _table = new();

    // R1: found by the simulation.
    [Fact]
    public void Add_WhenAnEarlierTakeEndsLate_KeepsTheLaterHold()
    {
        var (earlier, later) = (HoldOf(epoch: 4), HoldOf(epoch: 5));

        _table.Add(later);
        _table.Add(earlier);
        _table.Remove(earlier);

        Assert.Same(later, _table.Of(1));
    }

    [Fact]
    public void Add_WhenTheKnownHoldIsLost_TakesTheNewOneWhateverItsEpoch()
    {
        var (lost, restored) = (HoldOf(epoch: 50), HoldOf(epoch: 3));
        _table.Add(lost);
        lost.Lose();

        _table.Add(restored);

        Assert.Same(restored, _table.Of(1));
    }

    private static ShardHold HoldOf(long epoch) =>
        new(new ShardClaim(1, epoch, Guid.NewGuid()), TimeProvider.System);
}
