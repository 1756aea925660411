using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class BatchPaceTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Gather_WhileBatchesAreSmall_NeverWaits()
    {
        var pace = Pace();
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(pace.GatherAsync(default).IsCompletedSuccessfully);
            pace.Wrote(9);
        }
    }

    [Fact]
    public void Gather_AfterOneSmallerBatchAmongLargeOnes_StillWaits()
    {
        var pace = Pace();
        Write(pace, 30, 30, 30, 30, 5);
        var gathering = pace.GatherAsync(default);
        _clock.Advance(TimeSpan.FromMilliseconds(3));
        Assert.False(gathering.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(gathering.IsCompletedSuccessfully);
    }

    [Fact]
    public void Gather_OnceAWaitHasBroughtNobody_WaitsNoMore()
    {
        var pace = Pace();
        Write(pace, 30, 30, 30, 30, 1);
        Assert.True(pace.GatherAsync(default).IsCompletedSuccessfully);
    }

    [Fact]
    public void Gather_AfterOneLargeBatchAmongSmallOnes_DoesNotWait()
    {
        var pace = Pace();
        Write(pace, 1, 1, 1, 30);
        Assert.True(pace.GatherAsync(default).IsCompletedSuccessfully);
    }

    private static void Write(BatchPace pace, params int[] sizes)
    {
        foreach (var size in sizes)
        {
            pace.Wrote(size);
        }
    }

    private BatchPace Pace() => new(from: 10, TimeSpan.FromMilliseconds(4), _clock);
}
