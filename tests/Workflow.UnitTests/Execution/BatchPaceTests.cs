using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class BatchPaceTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Small_batches_never_wait()
    {
        var pace = Pace();
        for (var i = 0; i < 1_000; i++)
        {
            Assert.True(pace.GatherAsync(default).IsCompletedSuccessfully);
            pace.Wrote(9);
        }
    }

    [Fact]
    public void After_one_batch_below_the_mean_the_next_one_waits_too()
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
    public void Once_a_wait_has_brought_nobody_no_other_follows()
    {
        var pace = Pace();
        Write(pace, 30, 30, 30, 30, 1);
        Assert.True(pace.GatherAsync(default).IsCompletedSuccessfully);
    }

    [Fact]
    public void One_large_batch_among_small_ones_is_not_waited_after()
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
